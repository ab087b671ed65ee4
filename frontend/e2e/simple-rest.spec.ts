/** Tests `ra-data-simple-rest` and our data provider, in Node, against the running backend. */
import { expect, test } from "@playwright/test";
import { type DataProvider, fetchUtils } from "ra-core";
import simpleRestProvider from "ra-data-simple-rest";
import { restProvider } from "../src/admin/dataProvider";
import type { Http } from "../src/admin/http";
import { PASSWORD } from "./polls";

type MakeProvider = (url: string, http: Http) => DataProvider;

/** Create a provider as in react-admin's documentation, with the session cookie that a browser would send. */
async function signedIn(baseURL: string | undefined, make: MakeProvider): Promise<DataProvider> {
  const login = await fetch(`${baseURL}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username: "admin", password: PASSWORD }),
  });
  const cookie = login.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return make(`${baseURL}/api/admin`, (url, options = {}) =>
    fetchUtils.fetchJson(url, {
      ...options,
      headers: new Headers([...new Headers(options.headers), ["Cookie", cookie]]),
    }),
  );
}

const choices = (...texts: string[]) => texts.map((choice_text) => ({ choice_text }));

const everything = {
  filter: {},
  sort: { field: "id", order: "ASC" },
  pagination: { page: 1, perPage: 25 },
} as const;

/** Create polls named `a word`, `b word`, …, with a random word, since other tests create polls as well. */
async function makePolls(api: DataProvider, polls: Record<string, object>) {
  const word = crypto.randomUUID();
  const made = [];
  for (const [name, values] of Object.entries(polls)) {
    const data = { question_text: `${name} ${word}`, choices: choices("Yes", "No"), ...values };
    made.push((await api.create("questions", { data })).data);
  }
  return { word, made };
}

const PROVIDERS: [string, MakeProvider][] = [
  ["ra-data-simple-rest", simpleRestProvider],
  ["our provider", restProvider],
];

for (const [name, make] of PROVIDERS) {
  test.describe(name, () => {
    test("all nine methods return what react-admin expects", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      const { word, made } = await makePolls(api, { b: {}, a: {}, c: {} });
      const [b, a, c] = made;
      expect(a).toMatchObject({ question_text: `a ${word}`, choices: choices("Yes", "No") });

      const sort = { field: "question_text", order: "DESC" } as const;
      const filter = { q: word.toUpperCase() };
      const pages = [1, 2].map((page) =>
        api.getList("questions", { filter, sort, pagination: { page, perPage: 2 } }),
      );
      expect(await Promise.all(pages)).toMatchObject([
        { data: [c, b], total: 3 },
        { data: [a], total: 3 },
      ]);

      expect(await api.getOne("questions", { id: a.id })).toEqual({ data: a });

      const many = await api.getMany("questions", { ids: [a.id, c.id] });
      expect(new Set(many.data)).toEqual(new Set([a, c]));

      const reference = await api.getManyReference("choices", {
        ...everything,
        target: "question_id",
        id: a.id,
        sort: { field: "position", order: "ASC" },
      });
      expect(reference).toMatchObject({ data: choices("Yes", "No"), total: 2 });

      const { data: changed } = await api.update("questions", {
        id: a.id,
        data: { ...a, question_text: `A ${word}` },
        previousData: a,
      });
      expect(changed).toMatchObject({ id: a.id, question_text: `A ${word}`, choices: a.choices });

      const ids = [a.id, b.id];
      const updated = await api.updateMany("questions", { ids, data: { listed: false } });
      expect(updated.data).toEqual(ids);
      const { data: unlisted } = await api.getOne("questions", { id: b.id });
      expect(unlisted).toMatchObject({ ...b, listed: false, version: b.version + 1 });

      const { data: deleted } = await api.delete("questions", { id: c.id, previousData: c });
      expect(deleted).toEqual(c);
      expect((await api.deleteMany("questions", { ids })).data).toEqual(ids);
      const gone = await api.getMany("questions", { ids: [...ids, c.id] });
      expect(gone.data).toEqual([]);
    });

    test("filters and sorts return exactly the matching polls, in order", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      const { word } = await makePolls(api, {
        a: { pub_date: "2026-01-01T12:00:00Z" },
        b: { pub_date: "2026-01-01T12:00:01Z", closes_at: "2026-03-01T00:00:00Z", listed: false },
        c: { pub_date: "2026-01-02T00:00:00Z", voting: "multiple", max_choices: 2 },
        d: {
          pub_date: "2026-01-02T00:00:00Z",
          voting: "multiple",
          closes_at: "2026-02-01T00:00:00Z",
        },
      });
      const find = async (filter: object, field = "id", order: "ASC" | "DESC" = "ASC") => {
        const asked = { ...everything, filter: { q: word, ...filter }, sort: { field, order } };
        const { data, total } = await api.getList("questions", asked);
        expect(total).toBe(data.length);
        return data.map(({ question_text }) => question_text[0]).join("");
      };

      expect(await find({ listed: false })).toBe("b");
      expect(await find({ listed_neq: false })).toBe("acd");
      expect(await find({ voting: "multiple" })).toBe("cd");
      expect(await find({ voting_neq: ["single"] })).toBe("cd");
      expect(await find({ question_text: [`a ${word}`, `d ${word}`] })).toBe("ad");
      expect(await find({ question_text_gt: `b ${word}` })).toBe("cd");
      expect(await find({ closes_at: null })).toBe("ac");
      expect(await find({ closes_at_neq: null })).toBe("bd");
      expect(await find({ max_choices_neq: 2 })).toBe("abd");
      expect(await find({ max_choices: [2, null] })).toBe("abcd");
      expect(await find({ max_choices_lte: 2 })).toBe("c");
      // The same instants with positive and negative UTC offsets.
      expect(await find({ pub_date_gte: "2026-01-01T14:00:01+02:00" })).toBe("bcd");
      expect(await find({ pub_date_lt: "2026-01-01T19:00:00-05:00" })).toBe("ab");
      expect(await find({ pub_date_gt: "2026-01-01T12:00:00Z", voting: "single" })).toBe("b");

      expect(await find({}, "closes_at", "ASC")).toBe("dbac");
      expect(await find({}, "closes_at", "DESC")).toBe("acbd");
      expect(await find({}, "pub_date", "DESC")).toBe("cdba");
    });

    test("an invalid list parameter is a 400 that names it", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      for (const filter of [{ nothing: 1 }, { nothing_gte: 1 }, { pub_date_gte: "noon" }]) {
        await expect(api.getList("questions", { ...everything, filter })).rejects.toMatchObject({
          status: 400,
          body: { errors: { filter: expect.stringMatching(/nothing|pub_date/) } },
        });
      }
      const meta = { embed: ["nothing"] };
      await expect(api.getList("questions", { ...everything, meta })).rejects.toMatchObject({
        status: 400,
        body: { errors: { embed: expect.stringContaining("nothing") } },
      });
    });

    test("a choice has its poll embedded on request", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      const { made } = await makePolls(api, { a: {} });
      const [poll] = made;
      const { id } = poll.choices[0];
      const meta = { embed: ["question"] };
      const filter = { question_id: poll.id };
      const question = { id: poll.id, question_text: poll.question_text };

      const listed = await api.getList("choices", { ...everything, filter, meta });
      expect(listed.data).toMatchObject([{ id, question }, { question }]);
      expect((await api.getMany("choices", { ids: [id], meta })).data).toMatchObject([
        { question },
      ]);
      expect((await api.getOne("choices", { id, meta })).data).toMatchObject({ question });
      expect((await api.getOne("choices", { id })).data).not.toHaveProperty("question");
    });

    test("an error has a message for each field", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      const data = { question_text: "", choices: choices("Yes", "") };
      await expect(api.create("questions", { data })).rejects.toMatchObject({
        status: 422,
        message: expect.stringMatching(/\w/),
        body: {
          errors: {
            question_text: expect.any(String),
            choices: { 1: { choice_text: expect.any(String) } },
          },
        },
      });
      const taken = { username: "admin", password: "correct horse", role: "viewer" };
      await expect(api.create("users", { data: taken })).rejects.toMatchObject({
        status: 409,
        body: { errors: { username: expect.any(String) } },
      });
    });

    test("a stale save is refused with the current record", async ({ baseURL }) => {
      const api = await signedIn(baseURL, make);
      const { made } = await makePolls(api, { a: {} });
      const [read] = made;
      const { id } = read;
      const save = (data: object) => api.update("questions", { id, data, previousData: read });
      const { data: current } = await save({ ...read, listed: false });

      await expect(save({ ...read, results_visibility: "staff" })).rejects.toMatchObject({
        status: 412,
        body: { errors: { root: { serverError: expect.any(String) } }, current },
      });
      expect((await api.getOne("questions", { id })).data).toEqual(current);
    });
  });
}

test.describe("our provider alone", () => {
  test("sends the loaded version if the data has none, so that stale writes are refused", async ({
    baseURL,
  }) => {
    const api = await signedIn(baseURL, restProvider);
    const { made } = await makePolls(api, { a: {} });
    const [read] = made;
    const params = { id: read.id, previousData: read };
    const { data: current } = await api.update("questions", { ...params, data: { listed: false } });

    const stale = { status: 412, body: { current } };
    const save = api.update("questions", { ...params, data: { closes_at: null } });
    await expect(save).rejects.toMatchObject(stale);
    await expect(api.delete("questions", params)).rejects.toMatchObject(stale);
    const fresh = { id: read.id, previousData: current };
    expect((await api.delete("questions", fresh)).data).toEqual(current);
  });

  test("updates and deletes all of the given records or none", async ({ baseURL }) => {
    const api = await signedIn(baseURL, restProvider);
    const { made } = await makePolls(api, { a: {}, b: {} });
    const known = made.map(({ id }) => id);
    const ids = [...known, 999_999_999];
    const unknown = { status: 404, message: expect.stringContaining("999999999") };

    const update = api.updateMany("questions", { ids, data: { listed: false } });
    await expect(update).rejects.toMatchObject(unknown);
    await expect(api.deleteMany("questions", { ids })).rejects.toMatchObject(unknown);
    expect((await api.getMany("questions", { ids: known })).data).toEqual(made);
  });

  test("reports an exact total", async ({ baseURL }) => {
    const api = await signedIn(baseURL, restProvider);
    const { meta } = await api.getList("questions", everything);
    expect(meta).toEqual({ total: "exact" });
  });
});
