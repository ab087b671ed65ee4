/** What a list does with parameters that the API refuses, and with a bulk action that it refuses. */
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentType } from "react";
import {
  Admin,
  type AuthProvider,
  DataTable,
  List,
  ReferenceManyField,
  Resource,
  Show,
  SimpleList,
  TestMemoryRouter,
} from "react-admin";
import { useLocation } from "react-router-dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dataProvider } from "../dataProvider";
import { createQueryClient } from "../editing/queryClient";
import { ListGuesser } from "../guessing/guessers";
import { i18nProvider } from "../i18nProvider";
import { lightTheme } from "../theme";
import { Layout } from "./Layout";

// Each test is a whole react-admin screen: seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

const COLUMNS = ["id", "name"];
let rooms: { id: number; name: string; tags: string[] }[];
let asked: { sort: [string, string]; range: [number, number]; filter: Record<string, unknown> }[];

/** The API, as strict as it is about what a list can be asked for. */
const refused = ({ sort, range, filter }: (typeof asked)[number]) => {
  if (!COLUMNS.includes(sort[0]) || !["ASC", "DESC"].includes(sort[1])) return "sort";
  if (range[0] < 0 || range[1] < range[0] || range[1] - range[0] >= 1000) return "range";
  if (!range.every(Number.isInteger)) return "range";
  if (Object.keys(filter).some((name) => !["q", "id", "house_id"].includes(name))) return "filter";
};

const remember = (list: string, value: unknown) =>
  localStorage.setItem(`RaStore.${list}.listParams`, JSON.stringify(value));

beforeEach(() => {
  localStorage.clear();
  rooms = [1, 2, 3].map((id) => ({ id, name: `Room ${id}`, tags: [] }));
  asked = [];
  vi.stubGlobal("fetch", async (url: string, { method = "GET" }: RequestInit = {}) => {
    const { searchParams } = new URL(url, "http://polls.example");
    const read = (name: string, other: unknown) => JSON.parse(searchParams.get(name) ?? `${other}`);
    const query = {
      sort: read("sort", '["id","ASC"]'),
      range: read("range", "[0,24]"),
      filter: read("filter", "{}"),
    };
    if (method === "DELETE") {
      const missing = query.filter.id.filter((id: number) => !rooms.some((room) => room.id === id));
      if (missing.length === 0) return refusal(409, "root");
      return Response.json(
        { message: `There is no record ${missing}.`, errors: { filter: "" } },
        { status: 404 },
      );
    }
    if (/houses\/1$/.test(url)) return Response.json({ id: 1 });
    if (searchParams.has("range")) asked.push(query);
    const parameter = refused(query);
    if (parameter) return refusal(400, parameter);
    const ids = query.filter.id;
    const found = rooms.filter(({ id }) => !Array.isArray(ids) || ids.includes(id));
    const headers = { "Content-Range": `rooms 0-${found.length - 1}/${found.length}` };
    return Response.json(found, { headers });
  });
});
afterEach(() => vi.unstubAllGlobals());

const refusal = (status: number, parameter: string) =>
  Response.json({ message: `No ${parameter}.`, errors: { [parameter]: "No." } }, { status });

const actions = ["list", "show", "create", "edit", "delete"];
const authProvider = {
  checkAuth: async () => {},
  checkError: async () => {},
  canAccess: async ({ action }: { action: string }) => actions.includes(action),
  getPermissions: async () => [{ resource: "rooms", actions, sortable: COLUMNS }],
} as unknown as AuthProvider;

let address: string;
const Address = () => {
  address = decodeURIComponent(useLocation().search);
  return null;
};

const RoomList = () => (
  <List sort={{ field: "name", order: "DESC" }} perPage={25}>
    <DataTable>
      <DataTable.Col source="name" />
      <DataTable.Col source="tags" render={() => "none"} />
    </DataTable>
  </List>
);
const Cards = () => (
  <List sort={{ field: "name", order: "DESC" }} perPage={25}>
    <SimpleList primaryText={(room) => room.name} />
  </List>
);

const open = (path: string, list: ComponentType = RoomList) =>
  render(
    <TestMemoryRouter initialEntries={[path]}>
      <Admin
        authProvider={authProvider}
        dataProvider={dataProvider}
        queryClient={createQueryClient()}
        i18nProvider={i18nProvider}
        lightTheme={lightTheme}
        layout={Layout}
        disableTelemetry
      >
        <Resource name="rooms" list={list} show={() => null} />
        <Resource name="houses" show={House} />
      </Admin>
      <Address />
    </TestMemoryRouter>,
  );

const House = () => (
  <Show>
    <ReferenceManyField reference="rooms" target="house_id" sort={{ field: "name", order: "ASC" }}>
      <DataTable>
        <DataTable.Col source="name" />
        <DataTable.Col source="tags" render={() => "none"} />
      </DataTable>
    </ReferenceManyField>
  </Show>
);

const LINKS = [
  ["a sort by what it has not", "?sort=tags&order=ASC&page=1&perPage=25&filter={}", /sorted/],
  ["no direction of a sort", "?sort=name&order=up&page=1&perPage=25&filter={}", /sorted/],
  ["two sorts", "?sort=name&sort=id&order=ASC&page=1&perPage=25&filter={}", /sorted/],
  ["a filter that was removed", '?filter={"old":1}&page=1', /filtered/],
  ["a page below the first", "?page=-3&perPage=25", /no such page/],
  ["pages of no row", "?page=1&perPage=0", /no such page/],
  ["pages of too many rows", "?page=1&perPage=100000", /no such page/],
  ["a sort and a filter", '?sort=tags&order=ASC&filter={"old":1}', /sorted/],
  ["a filter that is no JSON", "?filter={old&page=1", /can't be read/],
  ["a filter that is no object", '?filter="old"&page=1', /can't be read/],
  ["a filter that is nothing", "?filter=null&page=1", /can't be read/],
  ["a filter that is a list", "?filter=[1]&page=1", /can't be read/],
  ["filters shown that are none", "?displayedFilters=5&page=1", /can't be read/],
] as const;

test.each(LINKS)(
  "a link with %s leads to the list's own, and says so",
  async (_, search, notice) => {
    const { unmount } = open(`/rooms${search}`);
    expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
    expect(await screen.findByText(notice)).toBeVisible();
    const last = asked.at(-1);
    expect(refused(last as (typeof asked)[number])).toBeUndefined();
    expect(last).toMatchObject({ filter: {}, range: [0, 24] });

    // The next visit knows nothing of it.
    unmount();
    asked = [];
    open("/rooms");
    expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
    expect(asked.filter(refused)).toEqual([]);
  },
);

const STORED = [
  ["a sort", { sort: "tags", order: "ASC", page: 1, perPage: 25, filter: {} }],
  [
    "a sort of another form",
    { sort: { field: "id" }, order: "ASC", page: 1, perPage: 25, filter: {} },
  ],
  ["a filter", { sort: "name", order: "ASC", page: 1, perPage: 25, filter: { old: 1 } }],
  ["a filter that is none", { sort: "name", order: "ASC", page: 1, perPage: 25, filter: "old" }],
  ["a page", { sort: "name", order: "ASC", page: 1.5, perPage: 25, filter: {} }],
  ["a text", "old"],
  ["a list", ["old"]],
  ["nothing", null],
] as const;

test.each(STORED)(
  "a list of which %s is remembered from an older version is shown",
  async (_, value) => {
    remember("rooms", value);
    const { unmount } = open("/rooms");
    expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
    unmount();
    asked = [];
    open("/rooms");
    expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
    expect(asked.filter(refused)).toEqual([]);
  },
);

test.each([
  ["a guessed list", ListGuesser, "cell"],
  ["a list on a phone", Cards, ""],
  [
    "a list that keeps its parameters elsewhere",
    () => (
      <List storeKey="elsewhere.listParams">
        <DataTable>
          <DataTable.Col source="name" />
        </DataTable>
      </List>
    ),
    "cell",
  ],
  [
    "a list that has no address",
    () => (
      <List disableSyncWithLocation storeKey="rooms.listParams">
        <DataTable>
          <DataTable.Col source="name" />
        </DataTable>
      </List>
    ),
    "cell",
  ],
])("%s falls back, too", async (_, list) => {
  const remembered = { sort: "tags", order: "ASC", page: 1, perPage: 25, filter: { old: 1 } };
  remember("rooms", remembered);
  remember("elsewhere", remembered);
  open("/rooms", list);
  expect(await screen.findByText("Room 1")).toBeVisible();
});

test("a sort that is refused leaves the filter alone", async () => {
  open('/rooms?sort=tags&order=ASC&filter={"q":"Room"}');
  expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
  expect(asked.at(-1)).toEqual({ sort: ["name", "DESC"], range: [0, 24], filter: { q: "Room" } });
  expect(address).toBe('?filter={"q":"Room"}&page=1');
});

test.each([
  ["a list", "/rooms", RoomList],
  ["a guessed list", "/rooms", ListGuesser],
  ["the related records of another", "/houses/1/show", RoomList],
])("%s offers only what it can be sorted by", async (_, path, list) => {
  open(path, list);
  const head = async (name: string) => screen.findByRole("columnheader", { name });
  expect(within(await head("Name")).getByRole("button")).toBeVisible();
  await waitFor(async () => expect(within(await head("Tags")).queryByRole("button")).toBeNull());
});

test("a list that can't be read says why, and is read again", async () => {
  const read = globalThis.fetch;
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  open("/rooms");
  const retry = await screen.findByRole("button", { name: "Try again" });
  vi.stubGlobal("fetch", read);
  await userEvent.click(retry);
  expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
});

const deleteAll = async () => {
  for (const box of (await screen.findAllByRole("checkbox")).slice(1)) await userEvent.click(box);
  expect(await screen.findByText("3 selected")).toBeVisible();
};
const confirm = async () => {
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
};

test.each([
  ["a list", RoomList],
  ["a guessed list", ListGuesser],
])("%s keeps selected what is left after a refused bulk delete", async (_, list) => {
  open("/rooms", list);
  await deleteAll();
  rooms = rooms.slice(1);
  await confirm();
  expect(await screen.findByText("There is no record 1.")).toBeVisible();
  expect(await screen.findByText("2 selected")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("cell", { name: "Room 1" })).toBeNull());
  expect(await screen.findByRole("cell", { name: "Room 2" })).toBeVisible();
});

test("what can't be deleted stays selected, and is said to be there", async () => {
  open("/rooms");
  await deleteAll();
  await confirm();
  expect(await screen.findByText("No root.")).toBeVisible();
  expect(screen.getByText("3 selected")).toBeVisible();
  expect(screen.getByRole("cell", { name: "Room 3", hidden: true })).toBeVisible();
});
