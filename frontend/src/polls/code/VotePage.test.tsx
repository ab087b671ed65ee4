import { act, cleanup, render, screen, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import { App } from "../App";
import { summaryOf } from "../testing/poll";
import { lose, refuse, stubFetch } from "../testing/server";
import { emptyCode, enterCode, startTab } from "../testing/steps";
import type { PollOfRoll } from "./pass";

const poll = (slug: string, changes: Partial<PollOfRoll> = {}): PollOfRoll => ({
  ...summaryOf(slug),
  status: "open",
  voted: false,
  ...changes,
});

/** Stubs `fetch` with a server that knows the codes of two people, and keeps the cookie of the browser. */
function server(polls: PollOfRoll[] = [poll("lunch")]) {
  const state = {
    cookie: null as string | null,
    offline: false,
    /** The method and the code of each request, with the address of the page at that time. */
    sent: [] as string[],
  };
  const opened = () =>
    Response.json({ voter: state.cookie, roll: { name: `Roll of ${state.cookie}` }, polls });
  stubFetch((request, body: { code: string } | null) => {
    const [method, path] = request.split(" ");
    if (path !== "/api/vote") return refuse(404, "not_found");
    const code = body?.code ?? "";
    state.sent.push([method, code, location.pathname + location.hash].join(" "));
    if (state.offline) lose();
    if (method === "DELETE") {
      state.cookie = null;
      return new Response(null, { status: 204 });
    }
    if (method === "GET") return state.cookie ? opened() : refuse(401, "code_needed");
    if (code.includes("0")) {
      const errors = { code: "Codes never contain 0, O, 1, I or L." };
      return refuse(422, "invalid", { errors });
    }
    if (!["ann", "ben"].includes(code)) return refuse(401, "wrong_code");
    state.cookie = code;
    return opened();
  });
  return state;
}

const open = (address = "/vote") => {
  history.replaceState(null, "", address);
  render(<App />);
};
const heading = (name: string) => screen.findByRole("heading", { level: 1, name });
const listed = (group: string) =>
  within(screen.getByRole("region", { name: group }))
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);

beforeEach(startTab);
afterEach(() => {
  cleanup(); // before the state that the page follows is reset
  history.replaceState(null, "", "/");
});

test("a link enters its code, which has left the address before the first request", async () => {
  const { sent } = server();
  open("/vote#ann");
  expect(await heading("Roll of ann")).toBeVisible();
  expect(sent).toEqual(["POST ann /vote"]);
  expect(location.hash).toBe("");
  await waitFor(() => expect(document.title).toBe("Roll of ann · Polls"));
});

test("another link in the same tab enters its code", async () => {
  const { sent } = server();
  open("/vote#ann");
  await heading("Roll of ann");
  location.hash = "#ben";
  act(() => void dispatchEvent(new Event("hashchange")));
  expect(await heading("Roll of ben")).toBeVisible();
  expect(sent).toEqual(["POST ann /vote", "POST ben /vote"]);
  expect(location.hash).toBe("");
});

test("the polls are sorted by what the voter can do with them", async () => {
  const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
  const shut = { is_open: false };
  server([
    poll("done", { voted: true }),
    poll("later", { ...shut, status: "scheduled", pub_date: inAYear }),
    poll("lunch"),
    poll("over", { ...shut, status: "closed", closes_at: "2020-01-02T12:00:00Z" }),
  ]);
  open("/vote#ann");
  await heading("Roll of ann");
  expect(listed("To vote on")).toEqual(["Poll lunchOpen"]);
  expect(listed("Voted")).toEqual(["Poll doneOpen"]);
  expect(listed("Not open yet")).toEqual([expect.stringMatching(/^Poll laterOpens /)]);
  expect(listed("Closed")).toEqual([expect.stringMatching(/^Poll overClosed .*2020/)]);
  expect(screen.getByRole("link", { name: "Poll over" })).toHaveAttribute("href", "/polls/over");
  expect(screen.queryByRole("link", { name: "Poll later" })).toBeNull();
});

test("a roll without polls says so", async () => {
  server([]);
  open("/vote#ann");
  expect(await screen.findByText(/^There are no polls for your code yet/)).toBeVisible();
});

test("a refused code shows why, and stays in the field", async () => {
  server();
  open("/vote#carl");
  expect(await screen.findByText(/^This code does not open any vote/)).toBeVisible();
  expect(screen.getByLabelText("Code")).toHaveValue("carl");
  expect(screen.getByLabelText("Code")).toHaveAccessibleDescription(/does not open/);
  await emptyCode();
  await enterCode("a0n");
  expect(await screen.findByText("Codes never contain 0, O, 1, I or L.")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Code"), "n");
  expect(screen.queryByText("Codes never contain 0, O, 1, I or L.")).toBeNull();
  await emptyCode();
  await enterCode("ann");
  expect(await heading("Roll of ann")).toHaveFocus();
});

test("an empty field asks for a code without a request", async () => {
  const { sent } = server();
  open();
  await enterCode(" ");
  expect(await screen.findByText("Enter your code first.")).toBeVisible();
  expect(sent).toEqual(["GET  /vote"]);
});

test("a code that was entered before a reload opens its polls", async () => {
  const state = server();
  state.cookie = "ann";
  open();
  expect(await heading("Roll of ann")).toBeVisible();
});

test("a tab does not show the polls of a code that was entered in another tab", async () => {
  const state = server();
  open("/vote#ann");
  await heading("Roll of ann");
  cleanup();
  state.cookie = "ben";
  open();
  expect(await screen.findByText(/^Enter your code again/)).toBeVisible();
  expect(screen.queryByText("Roll of ben")).toBeNull();
});

test("after a refused code the tab does not take part in what the browser knows", async () => {
  const state = server();
  state.cookie = "ann";
  open("/vote#carl");
  await screen.findByText(/^This code does not open any vote/);
  cleanup();
  open();
  expect(await heading("Enter your code")).toBeVisible();
  expect(screen.queryByText("Roll of ann")).toBeNull();
});

test("the next person gets the form once the server has forgotten the code", async () => {
  const state = server();
  open("/vote#ann");
  const done = await screen.findByRole("button", { name: "Done, next person" });
  state.offline = true;
  await userEvent.click(done);
  expect(await screen.findByRole("alert")).toHaveTextContent(/still open in this browser/);
  expect(screen.getByRole("heading", { name: "Roll of ann" })).toBeVisible();
  expect(state.cookie).toBe("ann");

  state.offline = false;
  await userEvent.click(done);
  expect(await heading("Enter your code")).toHaveFocus();
  expect(screen.getByText("The code of the person before you is forgotten.")).toBeVisible();
  expect(state.cookie).toBeNull();
  await enterCode("ben");
  expect(await heading("Roll of ben")).toBeVisible();
});

test("a code that gets no answer can be sent again", async () => {
  const state = server();
  state.offline = true;
  open("/vote#ann");
  const again = await screen.findByRole("button", { name: "Try again" });
  state.offline = false;
  await userEvent.click(again);
  expect(await heading("Roll of ann")).toBeVisible();
  await waitFor(() => expect(state.sent).toEqual(["POST ann /vote", "POST ann /vote"]));
});
