import { screen, within } from "@testing-library/react";
import { Resource } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { accountWith, openScreen } from "../testing/openScreen";
import { attention } from "./attention";
import { Home } from "./Home";

const polls = [
  { id: 1, question_text: "Where to?", ballots: 1200, closes_at: null },
  { id: 2, question_text: "When?", ballots: 300, closes_at: null },
];
const changes = [
  { id: 8, at: "2026-03-01T09:00:00Z", actor: "anna", action: "edit", record: "Where to?" },
  { id: 7, at: "2026-03-01T08:00:00Z", actor: "ben", action: "archive", record: "When?" },
  { id: 6, at: "2026-03-01T07:00:00Z", actor: "ben", action: "delete", record: "Why?" },
  { id: 49, at: "2026-03-01T06:00:00Z", actor: "ben", action: "create", record: "" },
].map((change) => ({ ...change, resource: "questions", record_id: `${change.id - 7}` }));
const exported = { ...changes[0], id: 5, action: "export", record: "", record_id: null };

/** The number of polls that match a filter, by the field that only this filter has. */
const TOTALS = { closes_at_lt: 3, pub_date_lt: 1, choice_count_lt: 2 };

let granted: Record<string, string[]>;
let stored: object[];
beforeEach(() => {
  granted = { questions: ["list", "show", "create"], users: ["list", "create"], changes: ["list"] };
  stored = polls;
  vi.stubGlobal("fetch", async (address: string) => {
    const { pathname, searchParams } = new URL(address, "http://polls.example");
    const rows = pathname.endsWith("changes") ? [...changes, exported] : stored;
    const filter = JSON.parse(searchParams.get("filter") ?? "{}");
    const [, total = rows.length] = Object.entries(TOTALS).find(([field]) => field in filter) ?? [];
    const range = { "Content-Range": `questions 0-0/${total}` };
    return Response.json(rows, { headers: range });
  });
});
const open = () =>
  openScreen(
    "/",
    <>
      <Resource
        name="questions"
        recordRepresentation="question_text"
        list={() => null}
        show={() => null}
        create={() => null}
      />
      <Resource name="users" list={() => null} create={() => null} />
      <Resource name="changes" list={() => null} />
    </>,
    {
      authProvider: accountWith(
        ...Object.entries(granted).map(([resource, actions]) => ({ resource, actions })),
      ),
      dashboard: Home,
      layout: ({ children }) => children,
    },
  );

test("each reason for attention has its count and leads to the filtered list", async () => {
  open();
  const closing = await screen.findByRole("link", { name: /^3 ?Closing today/ });
  const { searchParams } = new URL(`${closing.getAttribute("href")}`, "http://polls.example");
  expect(JSON.parse(`${searchParams.get("filter")}`)).toEqual(attention(new Date()).closing_today);
  expect(screen.getByRole("link", { name: /^1 ?Opening today/ })).toBeVisible();
  expect(screen.getByRole("link", { name: /^2 ?Fewer than/ })).toBeVisible();
});

test("today ends at the next midnight of the viewer's zone", () => {
  const { closing_today, opening_today } = attention(new Date(2026, 9, 25, 0, 0, 0));
  const midnight = new Date(2026, 9, 26).toISOString();
  expect(closing_today.closes_at_lt).toBe(midnight);
  expect(opening_today.pub_date_lt).toBe(midnight);
});

test("the busiest polls are a table whose bars are relative to the first", async () => {
  open();
  const table = await screen.findByRole("table");
  const [, first, second] = within(table).getAllByRole("row");
  expect(first).toHaveTextContent("Where to?–1,200");
  expect(first).toHaveStyle({ backgroundSize: "100% 100%" });
  expect(second).toHaveStyle({ backgroundSize: "25% 100%" });
  expect(within(table).getByRole("link", { name: "When?" })).toHaveAttribute(
    "href",
    "/questions/2/show",
  );
});

test("recent changes say who did what, and link to records that still exist", async () => {
  open();
  const edited = await screen.findByText(/^Edited by .*anna/);
  expect(edited).toBeVisible();
  const section = screen.getByRole("region", { name: "Recent changes" });
  const links = within(section).getAllByRole("link");
  const texts = ["Where to?", "When?", "42", "All changes"];
  expect(links.map((link) => link.textContent)).toEqual(texts);
  expect(within(section).getByText(/^Archived by .*ben/)).toBeVisible();
  expect(within(section).getByText("Why?")).toBeVisible();
  const last = within(section).getAllByRole("listitem").at(-1);
  expect(last).toHaveTextContent(/^PollsExported by/);
});

test("without the right to list changes, none are asked for or shown", async () => {
  granted.changes = [];
  open();
  expect(await screen.findByRole("table")).toBeVisible();
  expect(screen.queryByRole("region", { name: "Recent changes" })).toBeNull();
});

test.each([
  ["an admin", ["list", "create"], ["list", "create"], ["Create the first poll", "Create a user"]],
  ["an editor", ["list", "create"], [], ["Create the first poll"]],
  ["a viewer", ["list"], [], []],
])("a fresh installation tells %s what to do", async (_, questions, users, steps) => {
  stored = [];
  granted = { questions, users };
  open();
  expect(await screen.findByRole("heading", { name: "Welcome to Polls" })).toBeVisible();
  if (steps.length === 0) expect(await screen.findByText(/appear here as soon as/)).toBeVisible();
  else await screen.findByRole("link", { name: steps.at(-1) });
  expect(screen.queryAllByRole("link").map((link) => link.textContent)).toEqual(steps);
});
