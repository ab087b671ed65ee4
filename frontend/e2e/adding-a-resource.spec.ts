/** Follows docs/adding-a-resource.md literally: the guessed screens on SQLite, the written ones on PostgreSQL. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { signInInPlace } from "./accounts";
import { type Block, blocksOf, CHECKOUT, Copy } from "./guide";
import { PASSWORD, signIn } from "./polls";
import { newDatabase } from "./server";

const PORT = "8103";
const ROOMS = "/api/admin/rooms";

const page = readFileSync(join(CHECKOUT, "docs/adding-a-resource.md"), "utf8");
const blocks = blocksOf(page);
let copy: Copy;
let database: string;

test.use({ baseURL: `http://localhost:${PORT}` });
// Each test continues where the one before stopped.
test.describe.configure({ mode: "serial", timeout: 300_000 });
test.beforeAll(() => {
  copy = new Copy({ PORT, ADMIN_PASSWORD: PASSWORD });
});
test.afterEach(() => copy.stop());
test.afterAll(() => copy.remove());

/** The lines that blocks add, less those that they remove. */
const linesOf = (blocks: Block[]) =>
  blocks
    .filter(({ file, language }) => language !== "sh" && !/models|migrations/.test(file))
    .flatMap(({ language, text }) => text.match(language === "diff" ? /^[+-].+/gm : /.+/g) ?? [])
    .reduce((sum, line) => sum + (line.startsWith("-") ? -1 : 1), 0);

test("the backend takes 16 lines in addition to the model, and its extras take 10", () => {
  const [first = "", extras = ""] = page.split("## 6. ");
  const backend = blocksOf(first).filter(({ file }) => file.startsWith("backend/"));
  // Each list that the guide adds to is one line, which it replaces.
  expect(linesOf(backend)).toBe(16 - 1);
  expect(first).toContain("this takes 16 lines in the backend,");
  expect(linesOf(blocksOf(extras))).toBe(10);
  expect(extras).toContain("Ten more lines");
});

test("guessed screens list, show and edit a room created on the API's docs page", async ({
  page,
}) => {
  await copy.follow(blocks);
  await expectBuiltInFeatures(page.request);
  await sendFromDocs(page, blocks.shift()?.text ?? "");

  await page.goto("/admin");
  await page.getByRole("link", { name: "Rooms" }).click();
  await page.getByRole("cell", { name: "Library" }).click();
  await expect(page.getByText("12", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Closed until")).toHaveValue(/^2030-01-07T\d\d:00/);
  await expectFormToKeepInput(page);

  await page.getByLabel("Seats").fill("14");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "14" })).toBeVisible();
  const stored = await (await page.request.get(ROOMS)).json();
  await expectColumnsInViewport(page);
  expect(stored).toMatchObject([
    { name: "Library", seats: 14, step_free: true, closed_until: "2030-01-07T07:00:00Z" },
  ]);
});

/** A long text does not push a column of a guessed list out of the viewport. */
async function expectColumnsInViewport(page: Page) {
  const made = await page.request.post(ROOMS, { data: { name: "W".repeat(80), seats: 1 } });
  const { id } = await made.json();
  await page.reload();
  await expect(page.getByRole("cell", { name: /^WWW/ })).toBeVisible();
  for (const head of await page.getByRole("columnheader").all())
    await expect(head).toBeInViewport({ ratio: 1 });
  await page.request.delete(`${ROOMS}/${id}`);
}

/** The form keeps the input when the session ends, a value is refused, or the save is stale. */
async function expectFormToKeepInput(page: Page) {
  const [{ id }] = await (await page.request.get(ROOMS)).json();
  const other = await page.request.post(ROOMS, { data: { name: "Hall", seats: 80 } });
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("Hall");
  await page.request.post("/api/auth/logout");
  await page.getByRole("button", { name: "Save" }).click();
  await signInInPlace(page, PASSWORD); // and the save goes on
  await expect(name).toHaveAccessibleDescription(/has this already/);
  await expect(name).toHaveValue("Hall");
  await page.request.delete(`${ROOMS}/${(await other.json()).id}`);

  await name.fill("Reading room");
  await page.request.put(`${ROOMS}/${id}`, { data: { name: "Archive", step_free: true } });
  await page.getByRole("button", { name: "Save" }).click();
  // The notification about the first failed save may still be visible.
  const stale = page.getByRole("alert").filter({ hasText: "Someone else has changed this room" });
  await expect(stale).toContainText("Archive");
  await expect(name).toHaveValue("Reading room");
  await expect(page.getByLabel("Step free")).toBeChecked();
  await name.fill("Library");
}

const checkStyle = () => {
  copy.run("cd backend && .venv/bin/ruff check app && .venv/bin/ruff format --check app");
  copy.run("cd backend && .venv/bin/lint-imports --config pyproject.toml");
  copy.run("cd frontend && npx biome check --error-on-warnings src/admin");
};

test("the folder's screens create, show, edit and find a room", async ({ page }) => {
  database = newDatabase();
  await copy.follow(blocks, { DATABASE_URL: database });
  checkStyle();
  await expectBuiltInFeatures(page.request);
  const made = await page.request.post(ROOMS, { data: { name: "Hall", seats: 80 } });
  expect(made.status()).toBe(201);

  await page.goto("/admin/rooms");
  await page.getByRole("link", { name: "Create" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill("Hall");
  await page.getByLabel("Seats").fill("12");
  await page.getByLabel("Closed until").fill("2030-01-07T08:00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(name).toHaveAccessibleDescription(/has this already/);
  await name.fill("Workshop");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Workshop" })).toBeVisible();
  await expect(page.getByText(/2030/)).toBeVisible();

  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Seats").fill("14");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("14", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Rooms" }).click();
  await expect(page.getByRole("link", { name: "Hall" })).toBeVisible();
  await page.getByPlaceholder("Search rooms").fill("shop");
  await expect(page.getByRole("link", { name: "Hall" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Workshop" })).toBeVisible();
});

test("ten more lines give rooms facets, history, imports, exports and actions", async ({
  page,
}) => {
  await copy.follow(blocks, { DATABASE_URL: database });
  expect(blocks).toEqual([]);
  checkStyle();
  await signIn(page.request);
  await page.goto("/admin/rooms");
  const filters = page.getByRole("complementary", { name: "Filters" });
  await filters.getByRole("button", { name: /^No/ }).first().click();
  await expect(page.getByRole("link", { name: "Workshop" })).toBeVisible();
  await page.goto("/admin/rooms?filter={}");

  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("name,seats\nAtelier,9\n");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("button", { name: /^Import/ }).click();
  await expect(dialog).toContainText("One record was imported.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("link", { name: "Atelier" })).toBeVisible();

  await page.goto("/admin/rooms");
  await page
    .getByRole("row", { name: /Workshop/ })
    .getByRole("checkbox")
    .check();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Reopen" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByRole("row", { name: /Workshop/ })).toContainText("Open");

  const workbook = { Accept: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
  const exported = await page.request.get(ROOMS, { headers: workbook });
  expect((await exported.body()).subarray(0, 2).toString()).toBe("PK");

  await page.getByRole("link", { name: "Workshop" }).click();
  await page.getByRole("button", { name: "History" }).click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history).toContainText("Reopen");
});

async function sendFromDocs(page: Page, body: string) {
  await page.goto("/api/docs");
  const address = page.locator(`[data-path="${ROOMS}"]`);
  const call = page.locator(".opblock-post").filter({ has: address });
  await call.getByRole("button").first().click();
  await call.getByRole("button", { name: "Try it out" }).click();
  await call.getByRole("textbox").fill(body);
  await call.getByRole("button", { name: "Execute" }).click();
  await expect(call.locator(".live-responses-table .response")).toContainText("201");
}

/** The features that the page lists under “What you did not have to write”. */
async function expectBuiltInFeatures(api: APIRequestContext) {
  await signIn(api);
  const { paths } = await (await api.get("/api/openapi.json")).json();
  expect(JSON.stringify(paths[ROOMS].get.parameters)).toContain("seats_gte");

  const viewer = { username: "viewer", password: "correct horse" };
  await api.post("/api/admin/users", { data: { ...viewer, role: "viewer" } });
  await api.post("/api/auth/login", { data: viewer });
  expect((await api.get(ROOMS)).status()).toBe(200);
  expect((await api.post(ROOMS, { data: { name: "Attic", seats: 6 } })).status()).toBe(403);
  await signIn(api);

  const make = async (data: object) => (await api.post(ROOMS, { data })).json();
  const attic = await make({ name: "Attic", seats: 6, closed_until: "2031-01-01T00:00:00Z" });
  const cellar = await make({ name: "Cellar", seats: 30, step_free: true });

  const find = async (filter: object) => {
    const params = { filter: JSON.stringify(filter), sort: '["seats","DESC"]' };
    const rooms: { name: string }[] = await (await api.get(ROOMS, { params })).json();
    return rooms.map(({ name }) => name);
  };
  expect(await find({})).toEqual(["Cellar", "Attic"]);
  expect(await find({ seats_gte: 7 })).toEqual(["Cellar"]);
  expect(await find({ closed_until_lt: "2031-01-01T00:00:01Z" })).toEqual(["Attic"]);
  expect(await find({ q: "TTI" })).toEqual(["Attic"]);

  const taken = await api.post(ROOMS, { data: { name: "Attic", seats: 1 } });
  expect(taken.status()).toBe(409);
  expect(await taken.json()).toMatchObject({ errors: { name: expect.any(String) } });
  const ids = [attic.id, cellar.id];
  const both = { params: { filter: JSON.stringify({ id: ids }) } };
  expect(await (await api.put(ROOMS, { ...both, data: { seats: 7 } })).json()).toEqual(ids);
  const stale = await api.put(`${ROOMS}/${attic.id}`, { data: attic });
  expect(stale.status()).toBe(412);
  expect(await stale.json()).toMatchObject({ current: { ...attic, seats: 7, version: 2 } });
  expect(await (await api.delete(ROOMS, both)).json()).toEqual(ids);
  expect(await find({})).toEqual([]);
}
