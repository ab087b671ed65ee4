/** Actions on selected rows, on all rows that match the filter, and on the record of a page. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { DataTable, List, ReferenceManyField, Resource, Show, TextField } from "react-admin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18nProvider } from "../i18nProvider";
import { Layout } from "../layout/Layout";
import { accountWith, openScreen } from "../testing/openScreen";

interface Call {
  method: string;
  path: string;
  filter: unknown;
  ifMatch: string | null;
}

let plants: { id: number; name: string; dry: boolean; version: number }[];
let calls: Call[];
let preview: object | undefined;
let refuse: ((call: Call) => Response | undefined) | undefined;

beforeEach(() => {
  plants = [1, 2, 3].map((id) => ({ id, name: `Plant ${id}`, dry: id !== 3, version: id }));
  calls = [];
  preview = undefined;
  refuse = undefined;
  vi.stubGlobal("fetch", async (url: string, { method = "GET", headers }: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(url, "http://polls.example");
    const path = pathname.replace("/api/admin/", "");
    const filter = JSON.parse(searchParams.get("filter") ?? "null");
    const call = { method, path, filter, ifMatch: new Headers(headers).get("If-Match") };
    if (path.includes(":") || method !== "GET") calls.push(call);
    const refusal = refuse?.(call);
    if (refusal) return refusal;
    if (path.includes(":")) return Response.json(answer(call));
    if (/\/\d+$/.test(path)) return Response.json(plants[0]);
    const range = { "Content-Range": `plants 0-2/${searchParams.has("range") ? 1234 : 3}` };
    return Response.json(plants, { headers: range });
  });
});
afterEach(async () => {
  await i18nProvider.changeLocale("en");
});

/** The answer of the API. `water` and `close` apply to the plants that are dry. */
const answer = ({ method, path, filter }: Call) => {
  const { id } = filter as { id?: number[] };
  const found = plants.filter((plant) => !id || id.includes(plant.id));
  const records = id ? found.length : 1234;
  const applicable = path.endsWith(":delete") || !id ? records : found.filter((p) => p.dry).length;
  const related = path.endsWith(":delete") ? [{ resource: "leaf_notes", count: 7 }] : undefined;
  if (method === "POST") return { records, changed: applicable };
  return preview ?? { records, applicable, related };
};

const refusal = (status: number, message: string, errors: object = {}) =>
  Response.json({ code: "x", message, errors }, { status });

const RESOURCES = ["plants", "questions", "shelves"];
const EDITOR = { actions: ["list", "show", "delete", "water_daily"], bulk: ["water_daily"] };
const accountOf = (permission: typeof EDITOR) =>
  accountWith(...RESOURCES.map((resource) => ({ resource, ...permission })));

const Plants = () => (
  <List filterDefaultValues={{ dry: true }} filter={{ shelf: 4 }}>
    <DataTable>
      <DataTable.Col source="name" />
    </DataTable>
  </List>
);
const PlantPage = () => (
  <Show>
    <TextField source="name" />
  </Show>
);
const Shelf = () => (
  <Show>
    <ReferenceManyField reference="plants" target="shelf">
      <DataTable>
        <DataTable.Col source="name" />
      </DataTable>
    </ReferenceManyField>
  </Show>
);

const open = (path: string, permission = EDITOR) =>
  openScreen(
    path,
    <>
      <Resource name="plants" list={Plants} show={PlantPage} recordRepresentation="name" />
      <Resource name="questions" list={Plants} show={PlantPage} recordRepresentation="name" />
      <Resource name="shelves" show={Shelf} />
    </>,
    { authProvider: accountOf(permission), layout: Layout },
  );

const check = async (...names: (string | RegExp)[]) => {
  for (const name of names) await userEvent.click(await screen.findByRole("checkbox", { name }));
};
const EVERY_ROW = /select all|tout sélectionner/i;

const choose = async (name: string) => {
  await userEvent.click(await screen.findByRole("button", { name: "Actions" }));
  await userEvent.click(await screen.findByRole("menuitem", { name }));
  return within(await screen.findByRole("dialog"));
};
const confirm = async (dialog: ReturnType<typeof within>, name: string) => {
  const button = dialog.getByRole("button", { name });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
};

test("an action without texts of its own says what it does, and to how many", async () => {
  open("/plants");
  await check(EVERY_ROW);
  const dialog = await choose("Water daily");
  expect(await dialog.findByText("Water daily 2 plants?")).toBeVisible();
  expect(dialog.getByText(/does not apply to 1 other/)).toBeVisible();
  expect(calls.map(({ method }) => method)).toEqual(["GET"]);

  await confirm(dialog, "Water daily");
  expect(
    await screen.findByText("Water daily: 2 plants changed, 1 stayed as it was"),
  ).toBeVisible();
  expect(calls).toMatchObject([
    { method: "GET", path: "plants:water_daily", filter: { id: [1, 2, 3] } },
    { method: "POST", path: "plants:water_daily", filter: { id: [1, 2, 3] } },
  ]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByText("3 selected")).toBeNull();
});

test("all records that match are selected by the filter of the list", async () => {
  open("/plants");
  await check(EVERY_ROW);
  await userEvent.click(await screen.findByRole("button", { name: "Select all 1,234" }));
  expect(screen.getByText("All 1,234 selected")).toBeVisible();
  const dialog = await choose("Water daily");
  expect(await dialog.findByText("Water daily 1,234 plants?")).toBeVisible();
  await confirm(dialog, "Water daily");
  expect(await screen.findByText("Water daily: 1,234 plants changed")).toBeVisible();
  expect(calls.map(({ filter }) => filter)).toEqual([
    { dry: true, shelf: 4 },
    { dry: true, shelf: 4 },
  ]);
});

test("a row that is unselected ends the selection of all", async () => {
  open("/plants");
  await check(EVERY_ROW);
  await userEvent.click(await screen.findByRole("button", { name: "Select all 1,234" }));
  await userEvent.click(screen.getAllByRole("checkbox")[2] as HTMLElement);
  expect(await screen.findByText("2 selected")).toBeVisible();
  await choose("Water daily");
  await waitFor(() => expect(calls).toMatchObject([{ filter: { id: [1, 3] } }]));
});

test("the records of a list within a record are selected by their ids only", async () => {
  open("/shelves/1/show");
  await check(EVERY_ROW);
  expect(await screen.findByText("3 selected")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Select all/ })).toBeNull();
});

test.each([
  ["en", "Close now", "Close 2 polls now?", "1 other is not open, and stays as it is."],
  [
    "fr",
    "Clore maintenant",
    "Clore 2 sondages maintenant ?",
    "Un autre n'est pas ouvert et reste inchangé.",
  ],
])("a resource words its own actions: %s", async (language, name, title, others) => {
  await i18nProvider.changeLocale(language);
  open("/questions", { actions: [...EDITOR.actions, "close"], bulk: ["close"] });
  await check(EVERY_ROW);
  const dialog = await choose(name);
  expect(await dialog.findByText(title)).toBeVisible();
  expect(dialog.getByText(others)).toBeVisible();
});

test("an action that applies to nothing can't be confirmed", async () => {
  preview = { records: 3, applicable: 0 };
  open("/plants");
  await check(EVERY_ROW);
  const dialog = await choose("Water daily");
  expect(await dialog.findByText(/nothing would change/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Water daily" })).toBeDisabled();
});

test("a refused action stays in its dialog, keeps the selection, and can be tried again", async () => {
  refuse = ({ method }) =>
    method === "POST"
      ? refusal(422, "Record 2 (“Plant 2”): Please correct the marked fields.", {
          height: "This is too high.",
        })
      : undefined;
  open("/plants");
  await check(EVERY_ROW);
  const dialog = await choose("Water daily");
  await dialog.findByText("Water daily 2 plants?");
  await confirm(dialog, "Water daily");
  expect(await dialog.findByRole("alert")).toHaveTextContent(
    "Record 2 (“Plant 2”): Please correct the marked fields. This is too high.",
  );
  expect(screen.getByText("3 selected")).toBeVisible();

  refuse = undefined;
  await confirm(dialog, "Water daily");
  expect(await screen.findByText(/2 plants changed/)).toBeVisible();
});

test("while an action runs, its dialog shows progress and stays", async () => {
  let finish = () => {};
  const running = new Promise<void>((resolve) => {
    finish = resolve;
  });
  open("/plants");
  await check(EVERY_ROW);
  const dialog = await choose("Water daily");
  await dialog.findByText("Water daily 2 plants?");
  const answered = globalThis.fetch;
  vi.stubGlobal("fetch", async (url: string, options: RequestInit = {}) => {
    if (options.method === "POST") await running;
    return answered(url, options);
  });
  await confirm(dialog, "Water daily");
  expect(await dialog.findByRole("progressbar")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  for (const button of dialog.getAllByRole("button")) expect(button).toBeDisabled();
  finish();
  expect(await screen.findByText(/2 plants changed/)).toBeVisible();
});

test("a delete says what goes with the records", async () => {
  open("/plants");
  await check(EVERY_ROW);
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Delete 3 plants?")).toBeVisible();
  expect(dialog.getByText("Deleted with them:")).toBeVisible();
  expect(dialog.getByRole("listitem")).toHaveTextContent("7 leaf notes");
  await confirm(dialog, "Delete");
  expect(await screen.findByText("3 elements deleted")).toBeVisible();
  expect(calls.at(-1)).toMatchObject({ method: "POST", path: "plants:delete" });
});

test("the page of a record offers the actions that apply to it", async () => {
  preview = { records: 1, applicable: 0 };
  open("/plants/1/show");
  await userEvent.click(await screen.findByRole("button", { name: "Actions" }));
  const item = await screen.findByRole("menuitem", { name: "Water daily" });
  await waitFor(() => expect(item).toHaveAttribute("aria-disabled", "true"));
});

test("a record is deleted if it is still what the page shows, and its list follows", async () => {
  open("/plants/1/show");
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(await dialog.findByText("Delete “\u2068Plant 1\u2069”?")).toBeVisible();
  refuse = ({ method }) =>
    method === "DELETE" ? refusal(409, "Other records refer to this one.") : undefined;
  await confirm(dialog, "Delete");
  expect(await dialog.findByText("Other records refer to this one.")).toBeVisible();

  refuse = undefined;
  await confirm(dialog, "Delete");
  expect(await screen.findByText("Element deleted")).toBeVisible();
  expect(calls.at(-1)).toMatchObject({ method: "DELETE", path: "plants/1", ifMatch: '"1"' });
  expect(await screen.findByRole("cell", { name: "Plant 2" })).toBeVisible();
});

test("a viewer is offered nothing", async () => {
  const viewer = { actions: ["list", "show"], bulk: [] };
  open("/plants", viewer).unmount();
  open("/plants", viewer);
  expect(await screen.findByRole("cell", { name: "Plant 1" })).toBeVisible();
  expect(screen.queryByRole("checkbox")).toBeNull();
  open("/plants/1/show", viewer);
  expect(screen.queryByRole("button", { name: /Actions|Delete/ })).toBeNull();
});
