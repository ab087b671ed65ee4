/** Lists with parameters that the API refuses, and with refused bulk actions. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentType } from "react";
import {
  DataTable,
  type LayoutProps,
  List,
  localStorageStore,
  ReferenceManyField,
  Resource,
  Show,
  SimpleList,
} from "react-admin";
import { useLocation } from "react-router-dom";
import { beforeEach, expect, test, vi } from "vitest";
import { ListGuesser } from "../guessing/guessers";
import { accountWith, openScreen } from "../testing/openScreen";
import { Layout } from "./Layout";

const COLUMNS = ["id", "name"];
let rooms: { id: number; name: string; tags: string[] }[];
let asked: { sort: [string, string]; range: [number, number]; filter: Record<string, unknown> }[];

/** The first parameter that the API would refuse. */
const refused = ({ sort, range, filter }: (typeof asked)[number]) => {
  if (!COLUMNS.includes(sort[0]) || !["ASC", "DESC"].includes(sort[1])) return "sort";
  if (range[0] < 0 || range[1] < range[0] || range[1] - range[0] >= 1000) return "range";
  if (!range.every(Number.isInteger)) return "range";
  if (Object.keys(filter).some((name) => !["q", "id", "house_id"].includes(name))) return "filter";
};

const store = (list: string, value: unknown) =>
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
    if (method === "POST") return refusal(409, "root");
    if (url.includes(":delete")) return Response.json({ records: 3, applicable: 3, related: [] });
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
const refusal = (status: number, parameter: string) =>
  Response.json({ message: `No ${parameter}.`, errors: { [parameter]: "No." } }, { status });

const actions = ["list", "show", "create", "edit", "delete"];
const authProvider = accountWith(
  { resource: "rooms", actions, sortable: COLUMNS },
  { resource: "houses", actions },
);

let address: string;
const AddressedLayout = (props: LayoutProps) => {
  address = decodeURIComponent(useLocation().search);
  return <Layout {...props} />;
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
  openScreen(
    path,
    <>
      <Resource name="rooms" list={list} show={() => null} />
      <Resource name="houses" show={House} />
    </>,
    { authProvider, layout: AddressedLayout, store: localStorageStore() },
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
  ["a sort by an unsortable field", "?sort=tags&order=ASC&page=1&perPage=25&filter={}", /sorted/],
  ["an invalid sort order", "?sort=name&order=up&page=1&perPage=25&filter={}", /sorted/],
  ["two sorts", "?sort=name&sort=id&order=ASC&page=1&perPage=25&filter={}", /sorted/],
  ["a filter that no longer exists", '?filter={"old":1}&page=1', /filtered/],
  ["a page below the first", "?page=-3&perPage=25", /no such page/],
  ["pages of no rows", "?page=1&perPage=0", /no such page/],
  ["pages of too many rows", "?page=1&perPage=100000", /no such page/],
  ["a sort and a filter", '?sort=tags&order=ASC&filter={"old":1}', /sorted/],
  ["a filter that is not JSON", "?filter={old&page=1", /can't be read/],
  ["a filter that is a string", '?filter="old"&page=1', /can't be read/],
  ["a filter that is null", "?filter=null&page=1", /can't be read/],
  ["a filter that is an array", "?filter=[1]&page=1", /can't be read/],
  ["displayed filters that are a number", "?displayedFilters=5&page=1", /can't be read/],
] as const;

test.each(LINKS)(
  "a link with %s shows the default list and a notice",
  async (_, search, notice) => {
    const { unmount } = open(`/rooms${search}`);
    expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
    expect(await screen.findByText(notice)).toBeVisible();
    const last = asked.at(-1);
    expect(refused(last as (typeof asked)[number])).toBeUndefined();
    expect(last).toMatchObject({ filter: {}, range: [0, 24] });

    // The next visit uses none of these parameters.
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
    "a sort in another format",
    { sort: { field: "id" }, order: "ASC", page: 1, perPage: 25, filter: {} },
  ],
  ["a filter", { sort: "name", order: "ASC", page: 1, perPage: 25, filter: { old: 1 } }],
  [
    "a filter that is a string",
    { sort: "name", order: "ASC", page: 1, perPage: 25, filter: "old" },
  ],
  ["a page", { sort: "name", order: "ASC", page: 1.5, perPage: 25, filter: {} }],
  ["a string", "old"],
  ["an array", ["old"]],
  ["null", null],
] as const;

test.each(STORED)(
  "a list is shown even if the browser has stored %s that is not valid",
  async (_, value) => {
    store("rooms", value);
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
    "a list with another store key",
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
    "a list that is not synchronised with the URL",
    () => (
      <List disableSyncWithLocation storeKey="rooms.listParams">
        <DataTable>
          <DataTable.Col source="name" />
        </DataTable>
      </List>
    ),
    "cell",
  ],
])("%s is reset to its defaults", async (_, list) => {
  const stored = { sort: "tags", order: "ASC", page: 1, perPage: 25, filter: { old: 1 } };
  store("rooms", stored);
  store("elsewhere", stored);
  open("/rooms", list);
  expect(await screen.findByText("Room 1")).toBeVisible();
});

test("the reset of a refused sort keeps the filter", async () => {
  open('/rooms?sort=tags&order=ASC&filter={"q":"Room"}');
  expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
  expect(asked.at(-1)).toEqual({ sort: ["name", "DESC"], range: [0, 24], filter: { q: "Room" } });
  expect(address).toBe('?filter={"q":"Room"}&page=1');
});

test.each([
  ["a list", "/rooms", RoomList],
  ["a guessed list", "/rooms", ListGuesser],
  ["a list of related records", "/houses/1/show", RoomList],
])("%s has clickable headers on sortable columns only", async (_, path, list) => {
  open(path, list);
  const head = async (name: string) => screen.findByRole("columnheader", { name });
  expect(within(await head("Name")).getByRole("button")).toBeVisible();
  await waitFor(async () => expect(within(await head("Tags")).queryByRole("button")).toBeNull());
});

test("a list that can't be loaded says why, and can be loaded again", async () => {
  const read = globalThis.fetch;
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  open("/rooms");
  const retry = await screen.findByRole("button", { name: "Try again" });
  vi.stubGlobal("fetch", read);
  await userEvent.click(retry);
  expect(await screen.findByRole("cell", { name: "Room 1" })).toBeVisible();
});

const selectAll = async () => {
  for (const box of (await screen.findAllByRole("checkbox")).slice(1)) await userEvent.click(box);
  expect(await screen.findByText("3 selected")).toBeVisible();
};
const confirm = async () => {
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog"));
  const button = dialog.getByRole("button", { name: "Delete" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
};

test("records that can't be deleted stay selected and listed", async () => {
  open("/rooms");
  await selectAll();
  await confirm();
  expect(await screen.findByText(/No root/)).toBeVisible();
  expect(screen.getByText("3 selected")).toBeVisible();
  expect(screen.getByRole("cell", { name: "Room 3", hidden: true })).toBeVisible();
});
