import { afterEach, expect, test, vi } from "vitest";
import { ApiError, request } from "./api";

afterEach(() => vi.unstubAllGlobals());

function answer(body: BodyInit | null, status: number) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => new Response(body, { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

const failure = () =>
  request("/api/polls").then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test("sends JSON and gives the parsed answer", async () => {
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

test("a 204 is an answer without content", async () => {
  answer(null, 204);
  expect(await request("/api/auth/logout", "POST")).toBeUndefined();
});

test("an error body becomes an ApiError with its message and errors", async () => {
  answer(
    '{"message": "Too long.", "errors": {"choices": {"1": {"choice_text": "Too long."}}}}',
    422,
  );
  const error = await failure();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 422,
    message: "Too long.",
    errors: { choices: { 1: { choice_text: "Too long." } } },
  });
});

test("a proxy's error page becomes a sentence", async () => {
  answer("<h1>502 Bad Gateway</h1>", 502);
  expect(await failure()).toMatchObject({
    status: 502,
    message: "The server cannot answer now (502). Try again in a moment.",
    errors: {},
  });
});

test("a page in place of an answer, as from a hotel's network, is no answer", async () => {
  answer("<h1>Accept our terms</h1>", 200);
  expect(await failure()).toMatchObject({ status: 0 });
});

test("a lost connection is no answer", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const error = await failure();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 0, message: expect.stringContaining("No answer") });
});
