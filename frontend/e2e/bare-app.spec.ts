/** Runs the application of backend/react_admin/README.md, on both databases, with the real `ra-data-simple-rest`. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { fetchUtils, HttpError } from "ra-core";
import simpleRestProvider from "ra-data-simple-rest";
import { blocksOf, CHECKOUT } from "./guide";
import { newDatabase } from "./server";

const [example] = blocksOf(readFileSync(join(CHECKOUT, "backend/react_admin/README.md"), "utf8"));
const PORTS: Record<string, number> = { sqlite: 8104, postgresql: 8105 };

let folder: string;
let server: ChildProcess;
let url: string;

// One worker, and one server, for all tests of a database.
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const { project } = test.info();
  folder = mkdtempSync(join(tmpdir(), "books-"));
  writeFileSync(join(folder, "books.py"), example?.text ?? "");
  const database = project.name === "sqlite" ? `sqlite:///${folder}/books.sqlite3` : newDatabase();
  const port = PORTS[project.name];
  const options = ["-m", "uvicorn", "books:app", "--port", `${port}`, "--log-level", "warning"];
  server = spawn(join(CHECKOUT, "backend/.venv/bin/python"), options, {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: database, PYTHONPATH: join(CHECKOUT, "backend") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  url = `http://localhost:${port}`;
  const ready = () => fetch(`${url}/openapi.json`).then(({ status }) => status);
  await expect.poll(() => ready().catch(() => "no response")).toBe(200);
});
test.afterAll(async () => {
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

const provider = (key: string) =>
  simpleRestProvider(url, (path, options = {}) =>
    fetchUtils.fetchJson(path, {
      ...options,
      headers: new Headers([...new Headers(options.headers), ["X-Key", key]]),
    }),
  );

const list = (filter: object, page = 1, perPage = 25) => ({
  filter,
  sort: { field: "title", order: "DESC" } as const,
  pagination: { page, perPage },
});

test("books are created, listed, changed, exported and deleted", async () => {
  const api = provider("secret");
  const make = async (title: string) => (await api.create("books", { data: { title } })).data;
  const [ulysses, emma, persuasion] = [
    await make("Ulysses"),
    await make("Emma"),
    await make("Persuasion"),
  ];
  expect(emma).toEqual({ id: emma.id, title: "Emma", version: 1 });

  expect(await api.getList("books", list({}, 1, 2))).toMatchObject({
    data: [ulysses, persuasion],
    total: 3,
  });
  expect(await api.getList("books", list({ q: "EMM" }))).toMatchObject({ data: [emma], total: 1 });
  expect(await api.getList("books", list({ title_lt: "F" }))).toMatchObject({ data: [emma] });
  expect((await api.getMany("books", { ids: [emma.id, ulysses.id] })).data).toHaveLength(2);
  expect(await api.getOne("books", { id: emma.id })).toEqual({ data: emma });

  const data = { ...emma, title: "Emma, revised" };
  const changed = await api.update("books", { id: emma.id, data, previousData: emma });
  expect(changed.data).toEqual({ ...data, version: 2 });
  const stale = api.update("books", { id: emma.id, data, previousData: emma });
  await expect(stale).rejects.toMatchObject({ status: 412, body: { current: changed.data } });
  const taken = api.create("books", { data: { title: "Ulysses" } });
  await expect(taken).rejects.toMatchObject({
    status: 409,
    body: { errors: { title: expect.any(String) } },
  });
  const empty = api.create("books", { data: {} });
  await expect(empty).rejects.toMatchObject({
    status: 422,
    body: { errors: { title: "Required." } },
  });

  const csv = await fetch(`${url}/books`, { headers: { Accept: "text/csv", "X-Key": "secret" } });
  expect((await csv.text()).split("\r\n")).toHaveLength(5);
  const ids = [ulysses.id, emma.id, persuasion.id];
  expect((await api.deleteMany("books", { ids })).data).toEqual(ids);
  expect(await api.getList("books", list({}))).toMatchObject({ data: [], total: 0 });
});

test("the check of the application keeps others out", async () => {
  const refused = provider("another").getList("books", list({}));
  await expect(refused).rejects.toBeInstanceOf(HttpError);
  await expect(refused).rejects.toMatchObject({ status: 401 });
});
