import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Results } from "../net/api";
import { FakeEventSource } from "../testing/FakeEventSource";
import { LiveResults, type News } from "./LiveResults";

const result = (ballots: number): Results => ({
  ballots,
  choices: [{ id: 1, choice_text: "Tea", votes: ballots }],
});

/** The answers of the stubbed server. Status 0 is no answer; `asked` counts the requests for the poll. */
const server = { status: 200, is_open: true, results: result(3) as Results | null, asked: 0 };
const page = { choice: "Tea", ballots: 3, over: 0, gone: 0, lost: false };
let live: LiveResults;
let hidden: boolean;

const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count);
const fire = (name: string) => window.dispatchEvent(new Event(name));
const stream = () => FakeEventSource.last;
const opened = () => FakeEventSource.opened.length;
const show = (visible: boolean) => {
  hidden = !visible;
  document.dispatchEvent(new Event("visibilitychange"));
};

function tell(news: News) {
  if (news.type === "moved") page.ballots = news.results.ballots;
  if (news.type === "edited") page.choice = news.poll.choices[0]?.choice_text ?? "";
  if (news.type === "over") page.over += 1;
  if (news.type === "gone") page.gone += 1;
  if (news.type === "lost") page.lost = news.lost;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeEventSource.opened = [];
  vi.stubGlobal("EventSource", FakeEventSource);
  hidden = false;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  Object.assign(server, { status: 200, is_open: true, results: result(3), asked: 0 });
  Object.assign(page, { choice: "Tea", ballots: 3, over: 0, gone: 0, lost: false });
  vi.stubGlobal("fetch", async (path: string) => {
    const { status, is_open, results } = server;
    if (status === 0) throw new TypeError("Failed to fetch");
    if (status !== 200) return Response.json({ message: "No." }, { status });
    if (path.endsWith("/me")) return Response.json({ voted: true, results });
    server.asked += 1;
    const choices = server.results?.choices ?? [];
    return Response.json({ slug: "lunch", is_open, choices, results: null });
  });
  live = new LiveResults("lunch", {
    ballots: () => page.ballots,
    fits: ({ choices }) => choices[0]?.choice_text === page.choice,
    tell,
  });
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a result of edited choices is not shown before the edited poll", async () => {
  const edited: Results = { ballots: 0, choices: [{ id: 1, choice_text: "Wine", votes: 0 }] };
  page.ballots = 0;
  server.results = edited;
  stream().receives("results", edited);
  expect(page).toMatchObject({ choice: "Tea", ballots: 0 });
  await seconds(2);
  expect(server.asked).toBe(1);
  expect(page).toMatchObject({ choice: "Wine", over: 0 });
  stream().receives("results", { ...edited, ballots: 1 });
  expect(page.ballots).toBe(1);
});

test("each event updates the result, without polling", async () => {
  expect(stream().url).toBe("/api/polls/lunch/results/stream");
  stream().receives("results", result(3));
  stream().receives("results", result(4));
  expect(page.ballots).toBe(4);
  await seconds(30);
  expect([server.asked, opened()]).toEqual([0, 1]);
});

test("stop() closes the connection and clears all timers", async () => {
  stream().breaks();
  live.stop();
  expect(stream().readyState).toBe(FakeEventSource.CLOSED);
  expect(vi.getTimerCount()).toBe(0);
  fire("online");
  expect(opened()).toBe(1);
});

test("a lower count from a worker that lags behind is not shown", async () => {
  stream().receives("results", result(2));
  await seconds(1);
  stream().receives("results", result(5));
  await seconds(10);
  expect(page.ballots).toBe(5);
});

test("a count that stays lower is shown, even while new votes come in", async () => {
  stream().receives("results", result(0));
  await seconds(2);
  expect(page.ballots).toBe(3);
  stream().receives("results", result(1));
  await seconds(1);
  expect(page.ballots).toBe(1);
});

test("after the last event, the poll is requested with a delay until it says closed twice", async () => {
  stream().receives("results", result(4));
  server.is_open = false;
  stream().receives("end");
  expect(server.asked).toBe(0);
  await seconds(2);
  expect(page).toMatchObject({ over: 1, lost: false });
  expect(vi.getTimerCount()).toBe(0);
});

test("a refused stream of a closed poll ends after a second answer, since the first may miss votes", async () => {
  server.is_open = false;
  stream().isRefused();
  await seconds(4);
  expect(page.over).toBe(1);
  expect(server.asked).toBe(2);
});

test("a result that is hidden ends the updates", async () => {
  server.results = null;
  stream().isRefused();
  await seconds(2);
  expect(page.over).toBe(1);
});

test("a deleted poll is reported as gone", async () => {
  server.status = 404;
  stream().isRefused();
  await seconds(2);
  expect(page).toMatchObject({ gone: 1, over: 0 });
});

test("if the stream is refused, the poll is requested at intervals and the stream again after a minute", async () => {
  server.results = result(8);
  stream().isRefused();
  await seconds(2);
  expect(page.ballots).toBe(8);
  await seconds(40);
  expect(server.asked).toBeGreaterThan(4);
  expect(server.asked).toBeLessThan(10);
  expect(opened()).toBe(1);
  await seconds(30);
  expect(opened()).toBe(2);
});

test("a proxy that buffers events is detected", async () => {
  server.results = result(8);
  await seconds(5);
  expect(page.ballots).toBe(8);
  expect(stream().readyState).toBe(FakeEventSource.CLOSED);
});

test("a quiet stream is reopened, in case it is dead", async () => {
  stream().receives("results", result(3));
  await seconds(60);
  expect(opened()).toBe(2);
  expect(page.lost).toBe(false);
});

test("an interruption of a few seconds is not reported", async () => {
  stream().receives("results", result(3));
  stream().breaks();
  await seconds(3);
  stream().receives("results", result(4));
  await seconds(10);
  expect(page).toMatchObject({ ballots: 4, lost: false });
});

test("a longer interruption is reported and polled with growing intervals, then the stream continues", async () => {
  stream().receives("results", result(3));
  server.status = 503;
  stream().isRefused();
  await seconds(10);
  expect(page).toMatchObject({ ballots: 3, lost: true });
  await seconds(120);
  server.status = 200;
  server.results = result(9);
  await seconds(45);
  expect(page).toMatchObject({ ballots: 9, lost: false });
  // The stream has delivered events before, so it is reopened at once.
  expect(opened()).toBe(2);
});

test("going offline is reported after a delay, and going online reopens the stream", async () => {
  stream().receives("results", result(3));
  fire("offline");
  await seconds(4);
  expect(page.lost).toBe(true);
  fire("online");
  expect(opened()).toBe(2);
  stream().receives("results", result(4));
  expect(page.lost).toBe(false);
});

test("a hidden tab closes its stream after a delay, and reopens it when it becomes visible", async () => {
  stream().receives("results", result(3));
  show(false);
  await seconds(5);
  show(true);
  expect(opened()).toBe(1);
  show(false);
  await seconds(10);
  expect(stream().readyState).toBe(FakeEventSource.CLOSED);
  fire("online");
  await seconds(600);
  expect([server.asked, opened()]).toEqual([0, 1]);
  show(true);
  expect(opened()).toBe(2);
});

test("a page whose timers slept reopens its stream when it becomes visible", async () => {
  stream().receives("results", result(3));
  show(false);
  vi.setSystemTime(Date.now() + 3_600_000);
  show(true);
  expect(opened()).toBe(2);
});

test("an answer to an outdated request is ignored", async () => {
  const answers: (() => void)[] = [];
  vi.stubGlobal("fetch", async () => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return Response.json({ voted: true, is_open: true, results: null });
  });
  stream().isRefused();
  await seconds(2);
  fire("online");
  expect(answers).toHaveLength(2);
  for (const answer of answers) answer();
  await seconds(1);
  expect(page.over).toBe(0);
});
