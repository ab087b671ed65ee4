import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
// Imported here so that no test has to wait for the dynamic import.
import "../result/LiveResults";
import { FakeEventSource } from "../testing/FakeEventSource";
import { choicesOf, pollWith, resultOf } from "../testing/poll";
import { lose, refuse, stubFetch } from "../testing/server";
import { pass, startTab } from "../testing/steps";
import { Present } from "./Present";

const CHOICES = choicesOf("Tea", "Coffee");
const results = (tea: number, coffee: number) => resultOf(CHOICES, tea, coffee);
const POLL = pollWith({ choices: CHOICES, results: results(1, 2) });

/** The stubbed server. Its status is that of each answer about the poll, or 0 for none. */
const server = {
  poll: POLL,
  status: 200,
  role: "editor" as "viewer" | "editor" | null,
  version: 4,
  writes: [] as { path: string; body: unknown }[],
};

function answer(request: string, sent: { version: number } | null): Response {
  const { poll, status, role, version, writes } = server;
  const [method = "", path = ""] = request.split(" ");
  if (path === "/api/auth/me") return role ? Response.json({ role }) : refuse(401, "signed_out");
  if (!path.startsWith("/api/admin/")) {
    // The presenter's own state is not asked for: nothing on the page depends on it.
    if (path !== "/api/polls/lunch") throw new Error(path);
    if (status === 0) lose();
    return status === 200 ? Response.json(poll) : refuse(status, "poll_not_found");
  }
  if (method === "GET") return Response.json([{ id: 7, version }]);
  writes.push({ path: decodeURIComponent(path), body: sent });
  if (sent && sent.version !== version) {
    return refuse(412, "stale", { current: { id: 7, version } });
  }
  if (sent) server.version += 1;
  return Response.json({ id: 7, version });
}

beforeEach(() => {
  FakeEventSource.opened = [];
  startTab();
  Object.assign(server, { poll: POLL, status: 200, role: "editor", version: 4, writes: [] });
  stubFetch(answer);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Dispatches an event of the window. */
const fire = (name: string) =>
  act(() => {
    window.dispatchEvent(new Event(name));
  });
const shown = (name: string) => screen.queryByRole("button", { name });
const bars = () => within(screen.getByRole("list", { name: "Result" }));
const count = () => document.querySelector(".count")?.textContent;
const announced = () => document.querySelector(".visually-hidden[role=status]")?.textContent;

/** Opens the view under a clock that stands still. */
async function open() {
  vi.useFakeTimers();
  render(
    <main tabIndex={-1}>
      <Present slug="lunch" />
    </main>,
  );
  await pass(100);
  await vi.dynamicImportSettled();
}

async function press(key: string, values: KeyboardEventInit = {}, element = document.body) {
  fireEvent.keyDown(element, { key, ...values });
  await pass(100);
}

test("votes move in by events, and are announced every ten seconds at most", async () => {
  await open();
  expect(count()).toBe("3 votes");
  const move = (tea: number) =>
    act(() => FakeEventSource.last.receives("results", results(tea, 2)));
  await move(2);
  await pass(0);
  expect([count(), announced()]).toEqual(["4 votes", "Result updated: 4 votes"]);
  await move(3);
  await pass(5_000);
  await move(4);
  await pass(4_900);
  expect([count(), announced()]).toEqual(["6 votes", "Result updated: 4 votes"]);
  await pass(200);
  expect(announced()).toBe("Result updated: 6 votes");
});

test("a look that is behind the events takes no vote back, and a reset does", async () => {
  await open();
  await act(() => FakeEventSource.last.receives("results", results(2, 2)));
  await pass(2_000);
  expect(count()).toBe("4 votes");
  const choices = CHOICES.map((choice) => ({ ...choice, id: choice.id + 10 }));
  server.poll = { ...POLL, paper: "new", choices, results: resultOf(choices) };
  await pass(2_000);
  expect(count()).toBe("0 votes");
});

test("a result that is hidden goes, and one that is revealed elsewhere comes", async () => {
  await open();
  server.poll = { ...POLL, results_visibility: "after_vote", results: null };
  await pass(2_000);
  expect(count()).toBeUndefined();
  expect(screen.getByText(/You see the result once you have voted/)).toBeVisible();
  expect(within(screen.getByRole("list", { name: "Choices" })).getByText("Tea")).toBeVisible();
  // The stream of someone who voted in this browser would go on.
  await act(() => FakeEventSource.last.receives("results", results(5, 5)));
  expect(count()).toBeUndefined();
  server.poll = POLL;
  await pass(2_000);
  expect(count()).toBe("3 votes");
});

test("the number of voters is shown where everyone may know it", async () => {
  const turnout = { ballots: 3, eligible: 40 };
  const poll = { ...POLL, voter_check: "roll" as const, results: null, turnout };
  server.poll = { ...poll, results_visibility: "after_close" };
  await open();
  expect(screen.getByText("3 of 40 people have voted.")).toBeVisible();
  server.poll = { ...server.poll, turnout: { ballots: 4, eligible: 40 } };
  await pass(2_000);
  expect(screen.getByText("4 of 40 people have voted.")).toBeVisible();
});

test("without a connection the page says so, keeps the poll, and comes back", async () => {
  await open();
  server.status = 0;
  await pass(2_000);
  expect(screen.getByText("Reconnecting …")).toBeVisible();
  expect(count()).toBe("3 votes");
  server.status = 200;
  await fire("online");
  await pass(100);
  expect(screen.queryByText("Reconnecting …")).toBeNull();
});

test("a poll that is not published any more is not found, until it is again", async () => {
  await open();
  server.status = 404;
  await pass(2_000);
  expect(screen.getByRole("heading", { name: "Page not found" })).toBeVisible();
  server.status = 200;
  await pass(4_000);
  expect(count()).toBe("3 votes");
});

test("a closed poll marks the choices with most votes", async () => {
  server.poll = { ...POLL, is_open: false, results: results(2, 2) };
  await open();
  expect(bars().getAllByText(/most votes/)).toHaveLength(2);
  server.poll = { ...POLL, is_open: false, results: results(0, 0) };
  await pass(2_000);
  expect(bars().queryByText(/most votes/)).toBeNull();
  const quorum = { share: 0.5, reached: false, needed: 9 };
  server.poll = { ...POLL, is_open: false, results: { ...results(2, 1), quorum } };
  await pass(2_000);
  expect(bars().queryByText(/most votes/)).toBeNull();
});

test.each(["viewer", null] as const)("%s has no buttons for the poll", async (role) => {
  server.role = role;
  server.poll = { ...POLL, results: null, results_visibility: "staff" };
  await open();
  expect(screen.queryByRole("button")).toBeNull();
  await press("r");
  expect(screen.queryByRole("dialog")).toBeNull();
  server.role = "editor";
  await fire("focus");
  await pass(100);
  expect(shown("Show the result R")).toBeVisible();
});

test("a key of another script is known by its place, and keys can be turned off", async () => {
  server.poll = { ...POLL, results: null, results_visibility: "staff" };
  await open();
  await press("c", { ctrlKey: true });
  expect(screen.queryByRole("dialog")).toBeNull();
  await press("ق", { code: "KeyR" });
  const dialog = screen.getByRole("dialog", { name: "Show the result now?" });
  await press("c", {}, dialog);
  expect(screen.getByRole("dialog", { name: "Show the result now?" })).toBeVisible();
  fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Keys" }));
  await pass(100);
  await press("r");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(shown("Show the result")).toBeVisible();
});

test("the question goes when the poll has taken the step by itself", async () => {
  await open();
  await press("c");
  expect(screen.getByRole("dialog", { name: "Close the poll now?" })).toBeVisible();
  server.poll = { ...POLL, is_open: false };
  await pass(2_000);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(screen.getByRole("main")).toHaveFocus();
});

const PUT = "/api/admin/questions/7";
const CLOSE = '/api/admin/questions:close?filter={"slug":"lunch"}';

test.each([
  ["an open poll", { results_visibility: "after_close" }, "Show the result", [PUT, "always"]],
  [
    "a closed poll",
    { results_visibility: "staff", is_open: false },
    "Show the result",
    [PUT, "always"],
  ],
  [
    "an open poll with codes",
    { results_visibility: "staff", voter_check: "roll" },
    "Close and show the result",
    [PUT, "after_close", CLOSE],
  ],
  [
    "an open poll with codes whose result is shown after the close",
    { results_visibility: "after_close", voter_check: "roll" },
    "Close and show the result",
    [CLOSE],
  ],
  [
    "a closed poll with codes",
    { results_visibility: "staff", voter_check: "roll", is_open: false },
    "Show the result",
    [PUT, "after_close"],
  ],
  ["closing", { results_visibility: "staff" }, "Close the poll", [CLOSE]],
] as const)("what is saved: %s", async (_, values, name, saved) => {
  server.poll = { ...POLL, ...values, results: null };
  render(<Present slug="lunch" />);
  const key = name === "Close the poll" ? "C" : "R";
  await userEvent.click(await screen.findByRole("button", { name: `${name} ${key}` }));
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = server.writes.flatMap(({ path, body }) => {
    const visibility = (body as { results_visibility: string } | null)?.results_visibility;
    return visibility ? [path, visibility] : [path];
  });
  expect(sent).toEqual(saved);
});

test("a stale save is refused and says so, and the next one is based on the new state", async () => {
  server.poll = { ...POLL, results: null, results_visibility: "staff" };
  render(<Present slug="lunch" />);
  await userEvent.click(await screen.findByRole("button", { name: "Show the result R" }));
  server.version = 9;
  const dialog = within(screen.getByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: "Show the result" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent(/^Someone else has just changed/);
  await userEvent.click(dialog.getByRole("button", { name: "Show the result" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(server.writes.map(({ body }) => body)).toEqual([
    { results_visibility: "always", version: 4 },
    { results_visibility: "always", version: 9 },
  ]);
});
