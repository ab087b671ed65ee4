import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./request";
import { isTemporary, retrying } from "./retry";

/** Times of the calls in seconds from the start. The delays have no random part. */
let calls: number[];
let answers: (Error | string)[];
let left: AbortController;

const call = async () => {
  calls.push(Date.now() / 1000);
  const answer = answers.shift() ?? "done";
  if (answer instanceof Error) throw answer;
  return answer;
};
const waits: number[] = [];
const start = () =>
  retrying(call, isTemporary, ({ status }) => waits.push(status), left.signal).catch(
    (error: unknown) => error,
  );
const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count);
const failures = (count: number, status: number, retryAfter = 0) =>
  Array.from({ length: count }, () => new ApiError(status, "No.", retryAfter));

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, "random").mockReturnValue(0);
  calls = [];
  waits.length = 0;
  left = new AbortController();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("delays grow between retries until a call succeeds", async () => {
  answers = failures(7, 0);
  const answer = start();
  await seconds(60);
  expect(await answer).toBe("done");
  expect(calls).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 23.5, 31.5]);
  expect(waits).toEqual(Array(7).fill(0));
});

test("Retry-After is respected, with a random delay on top", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  answers = failures(2, 503, 3);
  start();
  await seconds(10);
  expect(calls).toEqual([0, 4.5, 9]);
});

test("retries end after 90 seconds with the last error", async () => {
  answers = failures(100, 503);
  const answer = start();
  await seconds(120);
  expect(await answer).toMatchObject({ status: 503 });
  expect(calls.at(-1)).toBeGreaterThan(90);
});

test.each([403, 404, 409, 422, 500])("%i is not retried", async (status) => {
  answers = failures(1, status);
  expect(await start()).toMatchObject({ status });
  expect(calls).toEqual([0]);
});

test("going online retries at once", async () => {
  answers = failures(5, 0);
  start();
  await seconds(4);
  window.dispatchEvent(new Event("online"));
  await seconds(0);
  expect(calls.at(-1)).toBe(4);
});

test("aborting the signal ends the retries", async () => {
  answers = failures(5, 0);
  const answer = start();
  await seconds(0.1);
  left.abort();
  await seconds(60);
  expect(await answer).toMatchObject({ name: "AbortError" });
  expect(calls).toEqual([0]);
});

test("while the browser is offline, the time to give up does not begin", async () => {
  const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  answers = failures(1000, 0);
  const answer = start();
  await seconds(1200);
  expect(calls.at(-1)).toBeGreaterThan(1190);
  onLine.mockReturnValue(true);
  await seconds(85);
  expect(calls.at(-1)).toBeGreaterThan(1270);
  await seconds(30);
  expect(await answer).toMatchObject({ status: 0 });
});
