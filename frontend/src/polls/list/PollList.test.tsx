import { act, cleanup, render, screen, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "../App";
import type { ListedPoll } from "../net/api";
import { summaryOf } from "../testing/poll";
import { stubFetch } from "../testing/server";
import { startTab } from "../testing/steps";

const poll = (slug: string, values: Partial<ListedPoll> = {}): ListedPoll => ({
  ...summaryOf(slug),
  ...values,
});

const closed = { is_open: false, closes_at: "2020-01-02T12:00:00Z" };

/** Stubs `fetch` with a server whose list has these pages. A search finds the polls with its text. Returns the paths. */
function server(...pages: ListedPoll[][]): string[] {
  const asked: string[] = [];
  stubFetch((request) => {
    const path = request.replace("GET ", "");
    asked.push(path);
    const query = new URL(path, location.href).searchParams;
    const [page, search] = [Number(query.get("page")), query.get("search") ?? ""];
    const found = pages
      .map((polls) => polls.filter(({ question_text }) => question_text.includes(search)))
      .filter((polls) => polls.length > 0);
    return Response.json({
      items: found[page - 1] ?? [],
      total: found.flat().length,
      page,
      size: 2,
      pages: found.length,
    });
  });
  return asked;
}

const rows = () => screen.getAllByRole("listitem").map((row) => row.textContent);
const heading = (name: string) => screen.findByRole("heading", { name });

beforeEach(startTab);
afterEach(() => {
  cleanup(); // before the state that the page follows is reset
  vi.useRealTimers();
  history.replaceState(null, "", "/");
});

test("each poll links to its page and says if it is open", async () => {
  server([poll("b"), poll("a", closed)]);
  render(<App />);
  expect(await screen.findByRole("link", { name: "Poll b" })).toHaveAttribute("href", "/polls/b");
  const [open, last] = rows();
  expect(open).toBe("Poll bOpen");
  expect(last).toMatch(/^Poll aClosed .*2020.*/);
  expect(screen.queryByRole("navigation", { name: "Pages" })).toBeNull();
  expect(screen.queryByRole("search")).toBeNull();
});

test("a closed poll has its result, with the share that its own page shows", async () => {
  const leading = (choices: string[], votes: number[], ballots: number) => ({
    leading: { choices, votes, ballots },
  });
  server([
    poll("a", { ...closed, ...leading(["Tea"], [62, 38], 100) }),
    poll("b", { ...closed, ...leading(["Tea", "Water"], [2, 2, 1], 5) }),
    poll("c", { ...closed, ...leading(["A", "B", "C", "D"], [1, 1, 1, 1], 4) }),
    poll("d", { ...closed, ...leading(["Tea"], [2, 1], 3) }),
    // Rounded down, so that the shares add up to 100.
    poll("e", { ...closed, ...leading(["Tea"], [5, 2, 1, 1], 9) }),
    poll("f", { ...closed, ...leading(["شاي"], [999, 1], 1000) }),
    poll("g", closed),
  ]);
  render(<App />);
  await screen.findByRole("link", { name: "Poll a" });
  expect(rows().map((row) => row?.replace(/^.*?[A-Z]+(\+\d+)?(?=Result|Tied|$)/, ""))).toEqual([
    "Result: Tea, 62%",
    "Tied with 40% each: Tea and Water",
    "Tied with 25% each: A, B, C, and 1 other",
    "Result: Tea, 67%",
    "Result: Tea, 56%",
    "Result: شاي, >99%",
    "",
  ]);
});

test("a poll that closes within a day says when, each minute, and that it has closed", async () => {
  vi.useFakeTimers({
    now: new Date("2026-03-04T15:30:30"),
    toFake: ["Date", "setTimeout", "clearTimeout"],
  });
  const closing = (slug: string, time: string) =>
    poll(slug, { closes_at: new Date(time).toISOString() });
  server([
    closing("soon", "2026-03-04T15:33:00"),
    closing("hour", "2026-03-04T16:30:50"),
    closing("tonight", "2026-03-04T18:00"),
    closing("morning", "2026-03-05T09:00"),
    closing("later", "2026-03-05T15:31:00"),
    closing("ahead", "2026-03-04T15:30:00"),
  ]);
  render(<App />);
  await vi.waitFor(() => expect(rows()).toHaveLength(6));
  const say = () =>
    rows().map((row) =>
      row?.replace(/^Poll [a-z]+(?=[A-Z])/, "").replace(/ (UTC|GMT\S*|C?EST|CET)/, ""),
    );
  expect(say()).toEqual([
    "Closes in 2 minutes",
    "Closes today at 4:30 PM",
    "Closes today at 6:00 PM",
    "Closes tomorrow at 9:00 AM",
    "Open until Thu, Mar 5, 3:31 PM",
    "Open until 3:30 PM today",
  ]);

  const wait = async (seconds: number) => {
    for (let second = 0; second < seconds; second++)
      await act(() => void vi.advanceTimersByTime(1_000));
  };
  await wait(31);
  expect(say()[0]).toBe("Closes in 1 minute");
  expect(say()[1]).toBe("Closes in 59 minutes");
  expect(say()[4]).toBe("Closes tomorrow at 3:31 PM");
  await wait(62);
  expect(say()[0]).toBe("Closes in less than a minute");
  await wait(60);
  expect(say()[0]).toMatch(/^Closed Wed/);
  expect(screen.getAllByRole("listitem")[0]).toHaveClass("closed");
});

test("a list that is left open for days says when the close is a day away", async () => {
  const hour = 60 * 60_000;
  vi.useFakeTimers({
    now: new Date("2026-03-04T15:30"),
    toFake: ["Date", "setTimeout", "clearTimeout"],
  });
  server([poll("a", { closes_at: new Date("2026-03-08T09:00").toISOString() })]);
  render(<App />);
  await vi.waitFor(() => expect(rows()).toEqual([expect.stringMatching(/^Poll aOpen until Sun/)]));
  for (let hours = 0; hours < 66; hours++) await act(() => void vi.advanceTimersByTime(hour));
  expect(rows()).toEqual([expect.stringMatching(/^Poll aCloses tomorrow at 9:00/)]);
});

test("pages follow one another, and the heading of each takes the focus", async () => {
  server([poll("d"), poll("c")], [poll("b")], [poll("a", closed)]);
  render(<App />);
  await userEvent.click(await screen.findByRole("link", { name: "Next" }));
  expect(await screen.findByRole("link", { name: "Poll b" })).toBeVisible();
  expect(await heading("Choose a poll")).toHaveFocus();
  expect(document.title).toBe("Choose a poll, page 2 of 3 · Polls");
  const pages = within(screen.getByRole("navigation", { name: "Pages" }));
  expect(pages.getByText("Page 2 of 3")).toBeVisible();
  expect(pages.getByRole("link", { name: "Next" })).toHaveAttribute("href", "/?page=3");
  await userEvent.click(pages.getByRole("link", { name: "Previous" }));
  expect(await screen.findByRole("link", { name: "Poll d" })).toBeVisible();
  expect(location.search).toBe("");
  expect(screen.queryByRole("link", { name: "Previous" })).toBeNull();
});

test("a search is an address: Enter goes there, Back returns, and Show all polls ends it", async () => {
  const asked = server([poll("tea & 100% cake"), poll("coffee")], [poll("more 100%41 tea")]);
  render(<App />);
  const field = await screen.findByRole("searchbox", { name: "Search the polls" });
  await userEvent.type(field, "  tea & 100% {Enter}");
  expect(await heading("1 poll matches “tea & 100%”")).toHaveFocus();
  expect(location.search).toBe("?search=tea+%26+100%25");
  expect(asked.at(-1)).toBe("/api/polls?page=1&search=tea%20%26%20100%25");
  expect(screen.getByRole("searchbox")).toHaveValue("tea & 100%");
  expect(document.title).toBe("1 poll matches “tea & 100%” · Polls");

  // An address that a decoding too many would change.
  const again = screen.getByRole("searchbox");
  await userEvent.clear(again);
  await userEvent.type(again, "100%41{Enter}");
  expect(await heading("1 poll matches “100%41”")).toBeVisible();

  act(() => history.back());
  expect(await heading("1 poll matches “tea & 100%”")).toBeVisible();
  expect(screen.getByRole("searchbox")).toHaveValue("tea & 100%");
  await userEvent.click(screen.getByRole("link", { name: "Show all polls" }));
  expect(await heading("Choose a poll")).toBeVisible();
  expect(location.search).toBe("");
});

test("the pages of a search keep it, and an empty one shows all polls", async () => {
  history.replaceState(null, "", "/?search=tea&page=2");
  server([poll("tea 1"), poll("coffee")], [poll("tea 2")], [poll("tea 3")]);
  render(<App />);
  expect(await heading("3 polls match “tea”")).toBeVisible();
  const previous = screen.getByRole("link", { name: "Previous" });
  expect(previous).toHaveAttribute("href", "/?search=tea");
  const next = screen.getByRole("link", { name: "Next" });
  expect(next).toHaveAttribute("href", "/?search=tea&page=3");
  await userEvent.clear(screen.getByRole("searchbox"));
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
  expect(await heading("Choose a poll")).toBeVisible();
});

test("a search that finds nothing says so and leads back", async () => {
  history.replaceState(null, "", `/?search=${"x".repeat(300)}`);
  const asked = server([poll("tea")]);
  render(<App />);
  expect(await heading(`No poll matches “${"x".repeat(40)}…”`)).toBeVisible();
  expect(screen.getByRole("searchbox")).toHaveValue("x".repeat(200));
  expect(asked[0]).toBe(`/api/polls?page=1&search=${"x".repeat(200)}`);
  expect(screen.getByRole("link", { name: "Show all polls" })).toHaveAttribute("href", "/");
});

test("a page past the end links back to the last page", async () => {
  history.replaceState(null, "", "/?page=9");
  server([poll("c")], [poll("a")]);
  render(<App />);
  expect(await screen.findByText("There are no polls on this page.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Previous" })).toHaveAttribute("href", "/?page=2");
});

test("an empty list says so", async () => {
  server();
  render(<App />);
  expect(await heading("No polls yet")).toBeVisible();
  expect(screen.queryByRole("search")).toBeNull();
});

test("an unknown address says so", () => {
  history.replaceState(null, "", "/nowhere");
  render(<App />);
  expect(screen.getByText("There is no page at this address.")).toBeVisible();
});
