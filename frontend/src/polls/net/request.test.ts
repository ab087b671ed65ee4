import { expect, test, vi } from "vitest";
import { ApiError, request } from "./request";

function answer(body: string, status: number) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => new Response(body, { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const failure = () =>
  request("/api/polls").then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test("request sends JSON and returns the parsed answer", async () => {
  const fetch = answer('{"receipt": "r"}', 201);
  expect(await request("/api/polls/a/ballots", "POST", { choices: [1] })).toEqual({ receipt: "r" });
  expect(fetch).toHaveBeenCalledExactlyOnceWith(
    "/api/polls/a/ballots",
    expect.objectContaining({
      method: "POST",
      body: '{"choices":[1]}',
      headers: { "Content-Type": "application/json" },
    }),
  );
});

test("an error body is thrown as an ApiError with its message", async () => {
  answer('{"message": "This poll is closed.", "errors": {}}', 403);
  const error = await failure();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 403, message: "This poll is closed." });
});

test.each([
  ["7", 7],
  ["Wed, 21 Oct 2026 07:28:00 GMT", 0],
  ["", 0],
])("Retry-After: %s is read as %i seconds", async (header, seconds) => {
  const headers = { "Retry-After": header };
  vi.stubGlobal("fetch", async () => Response.json({ message: "Wait." }, { status: 503, headers }));
  expect(await failure()).toMatchObject({ status: 503, message: "Wait.", retryAfter: seconds });
});

test("the error page of a proxy is thrown with a status and no code", async () => {
  answer("<h1>502 Bad Gateway</h1>", 502);
  expect(await failure()).toMatchObject({ status: 502, code: "" });
});

test("a login page of a public network counts as no answer", async () => {
  answer("<h1>Accept our terms</h1>", 200);
  expect(await failure()).toMatchObject({ status: 0 });
});

test("a lost connection counts as no answer", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const error = await failure();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 0, message: expect.stringContaining("No answer") });
});
