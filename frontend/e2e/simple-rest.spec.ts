/** The real `ra-data-simple-rest`, in Node, against the running backend: all nine methods. */
import { expect, test } from "@playwright/test";
import { type DataProvider, fetchUtils } from "ra-core";
import simpleRestProvider from "ra-data-simple-rest";
import { PASSWORD } from "./polls";

/** The provider as react-admin's documentation makes it, with the cookie that a browser would send. */
async function provider(baseURL: string | undefined): Promise<DataProvider> {
  const login = await fetch(`${baseURL}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username: "admin", password: PASSWORD }),
  });
  const cookie = login.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return simpleRestProvider(`${baseURL}/api/admin`, (url, options = {}) =>
    fetchUtils.fetchJson(url, {
      ...options,
      headers: new Headers([...new Headers(options.headers), ["Cookie", cookie]]),
    }),
  );
}

const choices = (...texts: string[]) => texts.map((choice_text) => ({ choice_text }));

test("all nine methods answer as react-admin expects", async ({ baseURL }) => {
  const api = await provider(baseURL);
  // A word of this run's own, since other tests make polls at the same time.
  const word = crypto.randomUUID();
  const make = (text: string) =>
    api.create("questions", {
      data: { question_text: `${text} ${word}`, choices: choices("Yes", "No") },
    });

  const { data: b } = await make("b");
  const { data: a } = await make("a");
  const { data: c } = await make("c");
  expect(a).toMatchObject({ question_text: `a ${word}`, choices: choices("Yes", "No") });

  const list = await api.getList("questions", {
    filter: { q: word.toUpperCase() },
    sort: { field: "question_text", order: "DESC" },
    pagination: { page: 1, perPage: 2 },
  });
  expect(list).toEqual({ data: [c, b], total: 3 });

  const second = await api.getList("questions", {
    filter: { q: word },
    sort: { field: "question_text", order: "DESC" },
    pagination: { page: 2, perPage: 2 },
  });
  expect(second).toEqual({ data: [a], total: 3 });

  expect(await api.getOne("questions", { id: a.id })).toEqual({ data: a });

  const many = await api.getMany("questions", { ids: [a.id, c.id] });
  expect(new Set(many.data)).toEqual(new Set([a, c]));

  const reference = await api.getManyReference("choices", {
    target: "question_id",
    id: a.id,
    filter: {},
    sort: { field: "position", order: "ASC" },
    pagination: { page: 1, perPage: 25 },
  });
  expect(reference.total).toBe(2);
  expect(reference.data).toMatchObject(choices("Yes", "No"));

  const { data: changed } = await api.update("questions", {
    id: a.id,
    data: { ...a, question_text: `A ${word}` },
    previousData: a,
  });
  expect(changed).toMatchObject({ id: a.id, question_text: `A ${word}`, choices: a.choices });

  const updated = await api.updateMany("questions", { ids: [a.id, b.id], data: { listed: false } });
  expect(updated.data).toEqual([a.id, b.id]);
  expect((await api.getOne("questions", { id: b.id })).data).toMatchObject({
    ...b,
    listed: false,
    version: 2,
  });

  expect((await api.delete("questions", { id: c.id, previousData: c })).data).toEqual(c);

  const deleted = await api.deleteMany("questions", { ids: [a.id, b.id] });
  expect(deleted.data).toEqual([a.id, b.id]);
  const gone = await api.getMany("questions", { ids: [a.id, b.id, c.id] });
  expect(gone.data).toEqual([]);
});

test("an error carries the text of each field", async ({ baseURL }) => {
  const api = await provider(baseURL);
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
});
