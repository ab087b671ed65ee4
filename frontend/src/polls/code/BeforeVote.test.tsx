import { cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Poll } from "../net/api";
import { dropAll } from "../net/tabStorage";
import { PollPage } from "../PollPage";

const POLL: Poll = {
  slug: "lunch",
  question_text: "Where do we eat?",
  pub_date: "2026-01-01T00:00:00Z",
  closes_at: null,
  is_open: true,
  voting: "single",
  max_choices: null,
  voter_check: "roll",
  results_visibility: "after_close",
  paper: "paper",
  choices: ["River", "Noodles"].map((choice_text, id) => ({ id, choice_text })),
  corrections: [],
  results: null,
};

type Sent = { choices: number[]; receipt: string; voter?: string };

/** Stubs `fetch` with a server of a poll with a roll, whose codes are the names of its voters. */
function server() {
  const state = {
    /** The voter whose code was entered last in this browser. "zoe" is on another roll. */
    cookie: null as string | null,
    keepsCookies: true,
    lose: "nothing" as "nothing" | "request" | "answer",
    sent: [] as Sent[],
    counted: new Map<string, Sent & { by: string | null }>(),
  };
  const refuse = (status: number, code: string) =>
    Response.json({ code, message: "In English.", errors: {} }, { status });
  const isHere = () => state.cookie !== null && state.cookie !== "zoe";
  const hasVoted = () => [...state.counted.values()].some(({ by }) => by === state.cookie);

  const cast = (ballot: Sent) => {
    state.sent.push(ballot);
    if (state.counted.has(ballot.receipt)) return Response.json({ receipt: ballot.receipt });
    if (!isHere()) return refuse(401, "code_needed");
    if (ballot.voter !== state.cookie) return refuse(409, "other_voter");
    if (hasVoted()) return refuse(409, "already_voted");
    state.counted.set(ballot.receipt, { ...ballot, by: state.cookie });
    return Response.json({ receipt: ballot.receipt, results: null }, { status: 201 });
  };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(String(init.body)) : {};
    if (path === "/api/polls/lunch") return Response.json(POLL);
    if (path === "/api/polls/lunch/me") {
      return Response.json({
        voted: isHere() && hasVoted(),
        cookies: state.keepsCookies,
        voter: isHere() ? state.cookie : null,
        results: null,
      });
    }
    if (path === "/api/vote" && init.method === "POST") {
      if (body.code === "wrong") return refuse(401, "wrong_code");
      state.cookie = body.code;
      return Response.json({ voter: body.code, roll: { name: "" }, polls: [] });
    }
    if (path === "/api/vote") {
      state.cookie = null;
      return new Response(null, { status: 204 });
    }
    if (state.lose === "request") throw new TypeError("Failed to fetch");
    if (path.endsWith("/lookup")) {
      const found = state.counted.get(body.receipt);
      return found ? Response.json({ choices: found.choices }) : refuse(404, "ballot_not_found");
    }
    const answer = cast(body);
    if (state.lose === "answer") throw new TypeError("Failed to fetch");
    return answer;
  });
  return state;
}

const open = () =>
  render(
    <main tabIndex={-1}>
      <PollPage slug="lunch" />
    </main>,
  );
const reload = () => {
  cleanup();
  open();
};
const tick = async (name: string) => userEvent.click(await screen.findByLabelText(name));
const vote = async () => userEvent.click(await screen.findByRole("button", { name: "Vote" }));
const enter = async (code: string) =>
  userEvent.type(await screen.findByLabelText("Code"), `${code}{Enter}`);
const counted = () => screen.findByRole("heading", { name: "Your vote is counted" });

beforeEach(() => {
  dropAll();
  vi.stubGlobal("scrollTo", () => undefined);
});
afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

test("the paper asks for the code before the vote, and keeps what was ticked", async () => {
  const { sent } = server();
  open();
  await tick("Noodles");
  expect(await screen.findByRole("heading", { name: "Your code" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
  await enter("wrong");
  expect(await screen.findByText(/^This code does not open any vote/)).toBeVisible();
  await userEvent.clear(screen.getByLabelText("Code"));
  await enter("ann");
  expect(await screen.findByRole("button", { name: "Vote" })).toHaveFocus();
  expect(screen.getByLabelText("Noodles")).toBeChecked();
  await vote();
  expect(await counted()).toHaveFocus();
  expect(sent).toEqual([expect.objectContaining({ choices: [1], voter: "ann" })]);
});

test("a code that was entered before needs no field", async () => {
  const state = server();
  state.cookie = "ann";
  open();
  await tick("River");
  await vote();
  await counted();
  expect(state.sent).toEqual([expect.objectContaining({ choices: [0], voter: "ann" })]);
});

test("a code that has voted says so", async () => {
  const state = server();
  state.counted.set("1", { by: "ann", choices: [0], receipt: "1" });
  open();
  await tick("River");
  await enter("ann");
  expect(await screen.findByRole("heading", { name: "You have already voted" })).toBeVisible();
  expect(screen.getByText("Your vote with this code was counted.")).toBeVisible();
  expect(state.sent).toEqual([]);
});

test("a code of another roll is told apart, with a link to its polls", async () => {
  server();
  open();
  await enter("zoe");
  expect(await screen.findByRole("alert")).toHaveTextContent(/^This code is for other polls/);
  expect(screen.getByRole("link", { name: "see the polls of your code" })).toHaveAttribute(
    "href",
    "/vote",
  );
  await userEvent.clear(screen.getByLabelText("Code"));
  await enter("ann");
  await tick("River");
  await vote();
  expect(await counted()).toBeVisible();
});

test("a page never votes for a code that another tab entered", async () => {
  const state = server();
  open();
  await enter("ann");
  await tick("River");
  state.cookie = "ben";
  await vote();
  expect(await screen.findByText(/^Another code was entered/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "Your code" })).toHaveFocus();
  expect(state.counted.size).toBe(0);

  await enter("ann");
  await vote();
  await counted();
  expect([...state.counted.values()]).toEqual([expect.objectContaining({ by: "ann" })]);
});

test("after a reload too, the page asks for its own code again", async () => {
  const state = server();
  open();
  await enter("ann");
  await screen.findByRole("button", { name: "Vote" });
  state.cookie = "ben";
  reload();
  expect(await screen.findByText(/^Enter your code again/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
});

test("a code that ended asks for it again, and the ticks stay", async () => {
  const state = server();
  open();
  await enter("ann");
  await tick("Noodles");
  state.cookie = null;
  await vote();
  expect(await screen.findByText("Enter your code to vote. Nothing was counted.")).toBeVisible();
  await enter("ann");
  await vote();
  await counted();
  expect([...state.counted.values()]).toEqual([
    expect.objectContaining({ by: "ann", choices: [1] }),
  ]);
});

test("the ticks do not stay for another person", async () => {
  const state = server();
  open();
  await enter("ann");
  await tick("Noodles");
  state.cookie = null;
  await vote();
  await screen.findByText("Enter your code to vote. Nothing was counted.");
  await enter("ben");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
});

test("a ballot that waits is not sent for another person, and is found by its own", async () => {
  const state = server();
  open();
  await enter("ann");
  await tick("Noodles");
  state.lose = "answer";
  await vote();
  await screen.findByText(/^No answer yet/);
  state.lose = "nothing";
  const { sent } = state;
  const before = sent.length;
  state.cookie = "ben";
  reload();
  await enter("ben");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
  expect(sent).toHaveLength(before);

  cleanup();
  state.cookie = null;
  open();
  await enter("ann");
  await counted();
  expect([...state.counted.values()]).toEqual([
    expect.objectContaining({ by: "ann", choices: [1] }),
  ]);
});

test("the next person finds neither ticks nor receipt nor waiting ballot", async () => {
  const state = server();
  open();
  await enter("ann");
  await tick("Noodles");
  state.lose = "request";
  await vote();
  await screen.findByText(/^No answer yet/);
  await userEvent.click(screen.getByRole("button", { name: "Done, next person" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/vote"));
  expect(state.cookie).toBeNull();
  state.lose = "nothing";
  reload();
  await enter("ann");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
  expect(screen.queryByText(/got no answer/)).toBeNull();
  expect(state.sent).toEqual([]);
});

test("a browser that blocks cookies is told before the code is asked", async () => {
  const state = server();
  state.keepsCookies = false;
  open();
  expect(await screen.findByRole("alert")).toHaveTextContent(/Allow cookies for this site/);
  expect(screen.queryByLabelText("Code")).toBeNull();
});
