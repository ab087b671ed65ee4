/** The filters beside a list, with the counts of a stubbed API. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { DataTable, Edit, List, Resource, SimpleForm, TextInput } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { ListGuesser } from "../guessing/guessers";
import { accountWith, openScreen } from "../testing/openScreen";

const RECENT = ["today", "past_7_days", "this_month", "this_year", "none"];
const authProvider = accountWith({
  resource: "rooms",
  actions: ["list", "edit"],
  sortable: ["id", "name"],
  searchable: true,
  facets: { kind: ["large_hall", "office"], free: [true, false, null], built_on: RECENT },
});

/** The queries of the counts and of the list, as the API got them. */
let asked: { path: string; query: Record<string, unknown> }[];
let rooms: { id: number; name: string }[];

const counted = (value: unknown, count: number, more = false) => ({ value, count, more });
const days = (value: string, gte: string, lt: string) => ({ ...counted(value, 3), gte, lt });

const answers: Record<string, (query: Record<string, unknown>) => object> = {
  "rooms:facets": () => ({
    facets: {
      kind: [counted("large_hall", 10_000, true), counted("office", 1204)],
      free: [counted(true, 5), counted(false, 0), counted(null, 2)],
      built_on: [
        ...RECENT.slice(0, 4).map((value, at) => days(value, `2026-11-0${at + 1}`, "2026-11-09")),
        counted("none", 7),
      ],
    },
  }),
  "rooms:dates": ({ within }) => {
    if (within === "2026-11")
      return { unit: "day", buckets: [days("2026-11-03", "2026-11-03", "2026-11-04")] };
    if (within === "2026")
      return { unit: "month", buckets: [days("2026-11", "2026-11-01", "2026-12-01")] };
    return { unit: "year", buckets: [days("2026", "2026-01-01", "2027-01-01")] };
  },
};

beforeEach(() => {
  asked = [];
  rooms = [{ id: 1, name: "Hall" }];
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query.includes("min-width"),
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  }));
  vi.stubGlobal("fetch", async (url: string, { method = "GET" }: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(url, "http://polls.example");
    const path = pathname.replace("/api/admin/", "");
    const { filter = "{}", ...rest } = Object.fromEntries(searchParams);
    const query = { ...rest, filter: JSON.parse(filter) };
    if (method === "GET") asked.push({ path, query });
    if (answers[path]) return Response.json(answers[path](query));
    if (path === "rooms/1") return Response.json(rooms[0]);
    const headers = { "Content-Range": rooms.length ? `rooms 0-0/${rooms.length}` : "rooms */0" };
    return Response.json(rooms, { headers });
  });
});
const Rooms = () => (
  <List>
    <DataTable>
      <DataTable.Col source="name" />
    </DataTable>
  </List>
);
const Room = () => (
  <Edit>
    <SimpleForm>
      <TextInput source="name" />
    </SimpleForm>
  </Edit>
);

const open = (list = Rooms, path = "/rooms") =>
  openScreen(path, <Resource name="rooms" list={list} edit={Room} />, { authProvider });

const lastFilter = (path: string) =>
  asked.filter((each) => each.path === path).at(-1)?.query.filter;
const value = (name: string | RegExp) => screen.findByRole("button", { name });
/** Press a button. A value is chosen once the list has taken it: the next one would replace it before. */
const choose = async (name: string | RegExp) => {
  const button = await value(name);
  const pressed = button.getAttribute("aria-pressed");
  await userEvent.click(button);
  if (pressed)
    await waitFor(async () =>
      expect(await value(name)).not.toHaveAttribute("aria-pressed", pressed),
    );
};

test("values have names and counts, and rows with any of the chosen ones are shown", async () => {
  open();
  const kinds = await screen.findByRole("group", { name: "Kind" });
  expect(await within(kinds).findByRole("button", { name: "Large hall 10,000+" })).toBeVisible();
  await choose("Large hall 10,000+");
  await choose("Office 1,204");
  const both = { kind: ["large_hall", "office"] };
  await waitFor(() => expect(lastFilter("rooms")).toEqual(both));
  await waitFor(() => expect(lastFilter("rooms:facets")).toEqual(both));
  expect(await value("Office 1,204")).toHaveAttribute("aria-pressed", "true");

  await choose("No 0");
  await choose("None 2");
  await waitFor(() => expect(lastFilter("rooms")).toEqual({ ...both, free: [false, null] }));
  await choose("Clear all");
  await waitFor(() => expect(lastFilter("rooms")).toEqual({}));
  expect(await value("Clear all")).toBeDisabled();
});

test("the names of the values are there before their counts", async () => {
  const fetch = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, options?: RequestInit) =>
    url.includes(":facets") ? new Promise(() => {}) : fetch(url, options),
  );
  open();
  expect(await value("Large hall")).toBeVisible();
  expect(await value("Past 7 days")).toBeVisible();
});

test("a date is filtered by recent periods, and by no date", async () => {
  open();
  await choose("Past 7 days 3");
  const week = { built_on_gte: "2026-11-02", built_on_lt: "2026-11-09" };
  await waitFor(() => expect(lastFilter("rooms")).toEqual(week));
  await choose("No date 7");
  await waitFor(() => expect(lastFilter("rooms")).toEqual({ built_on: [null] }));
  await choose("Today 3");
  const chosen = await screen.findByRole("button", { name: "Today 3", pressed: true });
  await userEvent.click(chosen);
  await waitFor(() => expect(lastFilter("rooms")).toEqual({}));
});

test("a date is drilled down by year, month and day, and back", async () => {
  open();
  await choose("Year, month or day");
  await choose("2026 3");
  await choose("November 3");
  await choose("Tue, Nov 3 3");
  const day = { built_on_gte: "2026-11-03", built_on_lt: "2026-11-04" };
  await waitFor(() => expect(lastFilter("rooms")).toEqual(day));
  const trail = screen.getByRole("navigation", { name: "Year, month or day" });
  expect(trail).toHaveTextContent("All dates›2026›November›Tue, Nov 3");
  await userEvent.click(within(trail).getByRole("button", { name: "2026" }));
  const year = { built_on_gte: "2026-01-01", built_on_lt: "2027-01-01" };
  await waitFor(() => expect(lastFilter("rooms")).toEqual(year));
  expect(asked.filter(({ path }) => path === "rooms:dates").at(-1)?.query).toMatchObject({
    field: "built_on",
    within: "2026",
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  await choose("All dates");
  await waitFor(() => expect(lastFilter("rooms")).toEqual({}));
});

test("a range of days includes its last day", async () => {
  open();
  await choose("Year, month or day");
  const from = await screen.findByLabelText("From");
  await userEvent.type(from, "2026-11-03");
  await userEvent.tab();
  await waitFor(() => expect(lastFilter("rooms")).toEqual({ built_on_gte: "2026-11-03" }));
  await userEvent.type(screen.getByLabelText("To"), "2026-11-05");
  await userEvent.tab();
  const range = { built_on_gte: "2026-11-03", built_on_lt: "2026-11-06" };
  await waitFor(() => expect(lastFilter("rooms")).toEqual(range));
});

test("a save counts again, and the filter is still there", async () => {
  open();
  await choose("Office 1,204");
  await waitFor(() => expect(lastFilter("rooms")).toEqual({ kind: "office" }));
  await userEvent.click(await screen.findByRole("cell", { name: "Hall" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "!");
  asked = [];
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await value("Office 1,204")).toHaveAttribute("aria-pressed", "true");
  await waitFor(() => expect(lastFilter("rooms:facets")).toEqual({ kind: "office" }));
  await waitFor(() => expect(lastFilter("rooms")).toEqual({ kind: "office" }));
});

test("where there is no space beside the list, a button opens the filters", async () => {
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  }));
  open();
  await choose("Filters");
  const dialog = await screen.findByRole("dialog", { name: "Filters" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Office 1,204" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Close filters" }));
  expect(await value("Filters, 1 active")).toBeVisible();
});

test("a list without matches offers to clear the filters", async () => {
  rooms = [];
  open(Rooms, '/rooms?filter={"kind":"office"}');
  expect(await screen.findByText("Nothing matches the filters")).toBeVisible();
  await choose("Clear all filters");
  expect(await screen.findByText(/^No rooms yet/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Clear all" })).toBeNull();
});

test("a guessed list has the filters, the search and the columns", async () => {
  open(ListGuesser);
  expect(await screen.findByRole("group", { name: "Built on" })).toBeVisible();
  expect(await screen.findByPlaceholderText("Search")).toBeVisible();
  await choose("Columns");
  await userEvent.click(await screen.findByRole("switch", { name: "Name" }));
  await waitFor(() => expect(screen.queryByRole("cell", { name: "Hall" })).toBeNull());
});
