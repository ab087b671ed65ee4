import { HttpError } from "ra-core";
import { beforeEach, expect, test, vi } from "vitest";
import { dataProvider } from "./dataProvider";

const network = vi.fn<typeof fetch>();
beforeEach(() => {
  network.mockReset();
  vi.stubGlobal("fetch", network);
});
/** The last request. */
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
  ["the version in the form", { version: 3 }, { version: 4 }, '"3"'],
  ["the loaded version if the form has none", { listed: true }, { version: 4 }, '"4"'],
  ["no version if the resource has none", { listed: true }, {}, null],
])("a save sends %s", async (_, data, previous, version) => {
  network.mockImplementation(async () => Response.json({ id: 1 }));
  const previousData = { id: 1, ...previous };
  await dataProvider.update("polls", { id: 1, data, previousData });
  expect(sent()).toMatchObject({ url: "/api/admin/polls/1", method: "PUT" });
  expect(sent().headers.get("If-Match")).toBe(version);
  expect(sent().headers.get("Content-Type")).toBe("application/json");
});

test("a delete sends the loaded version", async () => {
  network.mockImplementation(async () => Response.json({ id: 1 }));
  await dataProvider.delete("polls", { id: 1, previousData: { id: 1, version: 7 } });
  expect(sent().method).toBe("DELETE");
  expect(sent().headers.get("If-Match")).toBe('"7"');
});

test("a refused save throws an error with the API's message and the whole body", async () => {
  const body = {
    message: "Someone else has changed this.",
    errors: { root: { serverError: "Someone else has changed this." } },
    current: { id: 1, version: 5 },
  };
  network.mockImplementation(async () => Response.json(body, { status: 412 }));
  const error = await dataProvider
    .update("polls", { id: 1, data: { version: 3 }, previousData: { id: 1 } })
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 412, message: "Someone else has changed this.", body });
});

test("a save of a deleted record fails with a message for the whole form", async () => {
  network.mockImplementation(async () =>
    Response.json({ message: "No.", errors: {} }, { status: 404 }),
  );
  const saved = dataProvider.update("polls", { id: 1, data: {}, previousData: { id: 1 } });
  const message = expect.stringContaining("deleted");
  await expect(saved).rejects.toMatchObject({
    status: 404,
    message,
    body: { errors: { root: { serverError: message } } },
  });
});

test("a bulk action sends one request", async () => {
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

test("a list says whether its total is exact", async () => {
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

test("a list passes on the relations to embed and the abort signal", async () => {
  list({});
  const { signal } = new AbortController();
  await dataProvider.getList("polls", { ...page, meta: { embed: ["choices"] }, signal });
  expect(sent().url).toContain('embed=["choices"]');
  expect(sent().signal).toBe(signal);
  expect(dataProvider.supportAbortSignal).toBe(true);
});

test.each([
  ["a network failure", () => Promise.reject(new TypeError("Failed to fetch")), /Check your conn/],
  [
    "an error page of a proxy",
    async () => new Response("<h1>502</h1>", { status: 502 }),
    /not responding/,
  ],
  [
    "an unavailable database",
    async () =>
      Response.json(
        { message: "Busy.", errors: { root: { serverError: "Busy." } } },
        { status: 503 },
      ),
    /^Busy\.$/,
  ],
])("%s gives a message for a form that can be sent again", async (_, answer, message) => {
  network.mockImplementation(answer);
  const unavailable = expect.stringMatching(message);
  await expect(dataProvider.create("polls", { data: {} })).rejects.toMatchObject({
    message: unavailable,
    body: { errors: { root: { unavailable } } },
  });
});
