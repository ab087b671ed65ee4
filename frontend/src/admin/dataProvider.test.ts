import { HttpError } from "ra-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dataProvider } from "./dataProvider";

const network = vi.fn<typeof fetch>();
beforeEach(() => {
  network.mockReset();
  vi.stubGlobal("fetch", network);
});
afterEach(() => vi.unstubAllGlobals());

/** What the last call sent. */
const sent = () => {
  const [url, { method = "GET", headers, body, signal } = {}] = network.mock.lastCall ?? [];
  return { url: decodeURIComponent(`${url}`), method, headers: new Headers(headers), body, signal };
};

const list = (headers: Record<string, string>) =>
  network.mockImplementation(async () =>
    Response.json([{ id: 1 }], { headers: { "Content-Range": "polls 0-0/512345", ...headers } }),
  );
const page = {
  pagination: { page: 1, perPage: 25 },
  sort: { field: "id", order: "ASC" },
  filter: {},
} as const;

test.each([
  ["the form's", { version: 3 }, { version: 4 }, '"3"'],
  ["the one that was read, where the form has none", { listed: true }, { version: 4 }, '"4"'],
  ["none, where the resource has none", { listed: true }, {}, null],
])("a save carries a version: %s", async (_, data, previous, version) => {
  network.mockImplementation(async () => Response.json({ id: 1 }));
  const previousData = { id: 1, ...previous };
  await dataProvider.update("polls", { id: 1, data, previousData });
  expect(sent()).toMatchObject({ url: "/api/admin/polls/1", method: "PUT" });
  expect(sent().headers.get("If-Match")).toBe(version);
  expect(sent().headers.get("Content-Type")).toBe("application/json");
});

test("a delete carries the version that was read", async () => {
  network.mockImplementation(async () => Response.json({ id: 1 }));
  await dataProvider.delete("polls", { id: 1, previousData: { id: 1, version: 7 } });
  expect(sent().method).toBe("DELETE");
  expect(sent().headers.get("If-Match")).toBe('"7"');
});

test("a refused save is an error with the API's sentence and the whole body", async () => {
  const body = {
    message: "Changed meanwhile.",
    errors: { root: { serverError: "Changed meanwhile." } },
    current: { id: 1, version: 5 },
  };
  network.mockImplementation(async () => Response.json(body, { status: 412 }));
  const error = await dataProvider
    .update("polls", { id: 1, data: { version: 3 }, previousData: { id: 1 } })
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 412, message: "Changed meanwhile.", body });
});

test.each([
  ["is of what someone else deleted", 404, "deleted"],
  ["comes after the session", 401, "session has ended"],
])("a save that %s says so to the whole form, and stays", async (_, status, word) => {
  network.mockImplementation(async () => Response.json({ message: "No.", errors: {} }, { status }));
  const saved = dataProvider.update("polls", { id: 1, data: {}, previousData: { id: 1 } });
  const sentence = expect.stringContaining(word);
  await expect(saved).rejects.toMatchObject({
    status,
    message: sentence,
    body: { errors: { root: { serverError: sentence } }, stay: true },
  });
});

test("bulk calls are one call each", async () => {
  network.mockImplementation(async () => Response.json([1, 2]));
  const updated = await dataProvider.updateMany("polls", { ids: [1, 2], data: { listed: false } });
  expect(updated).toEqual({ data: [1, 2] });
  expect(sent()).toMatchObject({
    url: '/api/admin/polls?filter={"id":[1,2]}',
    method: "PUT",
    body: '{"listed":false}',
  });

  expect(await dataProvider.deleteMany("polls", { ids: [1, 2] })).toEqual({ data: [1, 2] });
  expect(sent()).toMatchObject({ url: '/api/admin/polls?filter={"id":[1,2]}', method: "DELETE" });
  expect(network).toHaveBeenCalledTimes(2);
});

test("a list tells whether its total is exact", async () => {
  list({});
  expect(await dataProvider.getList("polls", page)).toEqual({
    data: [{ id: 1 }],
    total: 512345,
    meta: { total: "exact" },
  });

  list({ "Content-Range-Total": "estimated" });
  expect(await dataProvider.getList("polls", page)).toMatchObject({ meta: { total: "estimated" } });
  const reference = { ...page, target: "poll_id", id: 1 };
  expect(await dataProvider.getManyReference("choices", reference)).toMatchObject({
    meta: { total: "estimated" },
  });
});

test("a list embeds what is asked for, and is aborted when nobody waits for it", async () => {
  list({});
  const { signal } = new AbortController();
  await dataProvider.getList("polls", { ...page, meta: { embed: ["choices"] }, signal });
  expect(sent().url).toContain('embed=["choices"]');
  expect(sent().signal).toBe(signal);
  expect(dataProvider.supportAbortSignal).toBe(true);
});

test.each([
  ["no answer at all", () => Promise.reject(new TypeError("Failed to fetch")), /Check your conn/],
  ["a proxy's page", async () => new Response("<h1>502</h1>", { status: 502 }), /not responding/],
])("%s is told in a sentence, to the whole form", async (_, answer, sentence) => {
  network.mockImplementation(answer);
  const serverError = expect.stringMatching(sentence);
  await expect(dataProvider.create("polls", { data: {} })).rejects.toMatchObject({
    message: serverError,
    body: { errors: { root: { serverError } } },
  });
});
