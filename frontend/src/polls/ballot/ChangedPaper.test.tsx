import { act, cleanup, render, screen, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Poll } from "../net/api";
import { PollPage } from "../PollPage";
import { forgetAttempt } from "./unansweredBallot";
// Imported here so that no test has to wait for the dynamic imports.
import "./ChangedPaper";
import "../result/LiveResults";
import { FakeEventSource } from "../testing/FakeEventSource";

type Sent = { choices: number[]; receipt: string; paper: string };

const named = (...texts: string[]) => texts.map((choice_text, id) => ({ id, choice_text }));

/** Stubs `fetch` with a server that compares papers. `edit` changes the poll as an admin would. */
function server(changes: Partial<Poll> = {}) {
  const state = {
    poll: {
      slug: "lunch",
      question_text: "Are you against the new timetable?",
      pub_date: "2026-01-01T00:00:00Z",
      closes_at: null,
      is_open: true,
      voting: "single",
      max_choices: null,
      voter_check: "browser",
      results_visibility: "staff",
      paper: "1",
      choices: named("Yes", "No", "Later"),
      corrections: [],
      results: null,
      ...changes,
    } as Poll,
    reads: 0,
    sent: [] as Sent[],
    kept: new Map<string, number[]>(),
    gone: false,
    lost: false,
    edit(values: Partial<Poll>) {
      state.poll = { ...state.poll, paper: `${Number(state.poll.paper) + 1}`, ...values };
    },
  };
  const cast = (ballot: Sent) => {
    state.sent.push(ballot);
    if (state.kept.has(ballot.receipt)) return answer(200, { receipt: ballot.receipt });
    if (ballot.paper !== state.poll.paper) {
      return answer(409, { code: "paper_changed", message: "Changed.", current: state.poll });
    }
    state.kept.set(ballot.receipt, ballot.choices);
    return answer(201, { receipt: ballot.receipt });
  };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (state.gone) return answer(404, { code: "poll_not_found", message: "No such poll." });
    if (path.endsWith("/lunch")) {
      state.reads += 1;
      return answer(200, state.poll);
    }
    if (path.endsWith("/me")) {
      return answer(200, { voted: false, cookies: true, voter: null, results: null });
    }
    const body = JSON.parse(String(init.body));
    const choices = state.kept.get(body.receipt);
    if (path.endsWith("/lookup")) return choices ? answer(200, { choices }) : answer(404, {});
    if (state.lost) throw new TypeError("Failed to fetch");
    return cast(body);
  });
  return state;
}

const answer = (status: number, body: object) =>
  Response.json({ errors: {}, message: "No.", ...body }, { status });

const open = () =>
  render(
    <main tabIndex={-1}>
      <PollPage slug="lunch" />
    </main>,
  );
const choose = async (name: string) => userEvent.click(await screen.findByLabelText(name));
const vote = () => userEvent.click(screen.getByRole("button", { name: "Vote" }));
const refused = () => screen.findByRole("heading", { name: "Your vote was not counted" });
const changes = async () => {
  const list = await screen.findByRole("list");
  return within(list)
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);
};
const ticked = () =>
  [...screen.queryAllByRole("radio"), ...screen.queryAllByRole("checkbox")]
    .filter((input) => (input as HTMLInputElement).checked)
    .map((input) => input.closest("label")?.textContent);

beforeEach(() => {
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup(); // before the state that the page follows is reset
  forgetAttempt({ slug: "lunch", voter: null });
});

test("a vote on a changed question is refused, and the page shows the old and the new text", async () => {
  const state = server();
  open();
  await choose("Yes");
  state.edit({ question_text: "Are you for the new timetable?" });
  await vote();

  expect(await refused()).toHaveFocus();
  expect(await changes()).toEqual([
    "The question was “Are you against the new timetable?”. It is now “Are you for the new timetable?”.",
  ]);
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Are you for the new");
  expect(screen.getByText("Nothing is ticked any more.")).toBeVisible();
  expect(ticked()).toEqual([]);
  expect(await screen.findByRole("alert")).toHaveTextContent(
    "The poll was changed before this vote arrived",
  );
  expect(state.reads).toBe(1); // the refusal contains the edited poll

  await choose("No");
  await vote();
  await screen.findByRole("heading", { name: "Your vote is counted" });
  expect([...state.kept.values()]).toEqual([[1]]);
  const [first, second] = state.sent;
  expect([first?.paper, second?.paper]).toEqual(["1", "2"]);
  expect(second?.receipt).not.toBe(first?.receipt);
});

const SEVERAL: Partial<Poll> = { voting: "multiple", max_choices: 3, choices: named(..."ABCD") };

test.each<[string, Partial<Poll>, string[], string[]]>([
  [
    "swapped",
    { choices: named("B", "A", "C", "D") },
    ["“B” was moved or entered again.", "“A” was moved or entered again."],
    ["C"],
  ],
  ["reworded", { choices: named("A", "B", "C!", "D") }, ["“C” is now “C!”."], ["A", "B"]],
  [
    "removed",
    { choices: named("A", "B") },
    [
      "“C” was removed.",
      "“D” was removed.",
      "The rule was “Choose up to 3.” It is now “Choose as many as you like.”",
    ],
    ["A", "B"],
  ],
  ["added", { choices: named(..."ABCDE") }, ["“E” was added."], ["A", "B", "C"]],
  [
    "moved on by one",
    { choices: named("X", "A", "B", "C") },
    [
      "“X” was added.",
      "“A” was moved or entered again.",
      "“B” was moved or entered again.",
      "“C” was moved or entered again.",
      "“D” was removed.",
    ],
    [],
  ],
  [
    "given a lower maximum",
    { max_choices: 2 },
    ["The rule was “Choose up to 3.” It is now “Choose up to 2.”"],
    [],
  ],
  [
    "given no maximum",
    { max_choices: null },
    ["The rule was “Choose up to 3.” It is now “Choose as many as you like.”"],
    ["A", "B", "C"],
  ],
  [
    "given one choice",
    { voting: "single", max_choices: null },
    ["The rule was “Choose up to 3.” It is now “Choose one.”"],
    [],
  ],
  [
    "reworded, with a lower maximum",
    { max_choices: 2, choices: named("A", "B", "Z", "D") },
    ["“C” is now “Z”.", "The rule was “Choose up to 3.” It is now “Choose up to 2.”"],
    ["A", "B"],
  ],
  [
    "the same in every text and rule on the page",
    {},
    ["The texts are the same, but the rules of the poll have changed."],
    ["A", "B", "C"],
  ],
])(
  "the page lists the changes and keeps valid ticks on choices that were %s",
  async (_, edit, lines, kept) => {
    const state = server(SEVERAL);
    open();
    for (const name of "ABC") await choose(name);
    state.edit(edit);
    await vote();

    await refused();
    expect(await changes()).toEqual(lines);
    expect(ticked()).toEqual(kept);
    expect(state.kept.size).toBe(0);
  },
);

test("a lowered maximum drops the ticks that exceed it", async () => {
  const state = server(SEVERAL);
  open();
  for (const name of "ABC") await choose(name);
  expect(screen.getByText("3 of 3 chosen")).toBeVisible();
  state.edit({ max_choices: 2 });
  await vote();

  await refused();
  expect(screen.getByText("Choose up to 2.")).toBeVisible();
  expect(screen.getByText("0 of 2 chosen")).toBeVisible();
  for (const name of "AB") await choose(name);
  expect(screen.getByLabelText("C")).toBeDisabled();
  await vote();
  await screen.findByRole("heading", { name: "Your vote is counted" });
  expect([...state.kept.values()]).toEqual([[0, 1]]);
});

test("after a second change, the page lists the changes since the last refusal", async () => {
  const state = server();
  open();
  await choose("Yes");
  state.edit({ choices: named("Yes", "No", "Never") });
  await vote();
  expect(await changes()).toEqual(["“Later” is now “Never”."]);
  expect(ticked()).toEqual(["Yes"]);
  state.edit({ choices: named("Yes!", "No", "Never") });
  await vote();
  expect(await screen.findByText("Yes!", { selector: "bdi" })).toBeVisible();
  expect(await changes()).toEqual(["“Yes” is now “Yes!”."]);
  expect(await refused()).toHaveFocus();
  expect(ticked()).toEqual([]);
});

test("a poll that is deleted or unpublished while the page is open is reported as no longer available", async () => {
  const state = server();
  open();
  await choose("Yes");
  state.gone = true;
  await vote();

  expect(
    await screen.findByRole("heading", { name: "This poll is no longer available" }),
  ).toHaveFocus();
  expect(screen.getByText(/deleted or unpublished.*Nothing was counted\./)).toBeVisible();
  expect(screen.queryByText(/mistyped/)).toBeNull();
});

test("a link to no poll is reported as possibly mistyped", async () => {
  server().gone = true;
  open();
  expect(await screen.findByText(/mistyped/)).toBeVisible();
  expect(screen.queryByText(/Nothing was counted/)).toBeNull();
});

const lose = async (state: ReturnType<typeof server>) => {
  state.lost = true;
  await vote();
  await screen.findByText(/^No answer yet/);
};
const find = (state: ReturnType<typeof server>) => {
  state.lost = false;
  window.dispatchEvent(new Event("online"));
};

test("a vote that was lost before an edit is sent again with the paper that the voter saw", async () => {
  const state = server();
  open();
  await choose("Yes");
  await lose(state);
  state.edit({ question_text: "Are you for it?" });
  find(state);

  await refused();
  expect(state.sent.map(({ paper }) => paper)).toEqual(["1"]);
  expect(ticked()).toEqual([]);
});

test("a vote whose answer was lost is confirmed even after the poll was changed", async () => {
  const state = server();
  open();
  await choose("Yes");
  await lose(state);
  const { receipt, choices } = JSON.parse(sessionStorage.getItem("polls:attempt:lunch") ?? "");
  state.kept.set(receipt, choices);
  state.edit({ question_text: "Corrected?" });
  find(state);

  await screen.findByRole("heading", { name: "Your vote is counted" });
  expect(state.sent).toEqual([{ choices: [0], receipt, paper: "1" }]);
});

test("after a lost vote and a reload, ticks on changed choices are dropped", async () => {
  const state = server();
  const { unmount } = open();
  await choose("Yes");
  await lose(state);
  unmount();
  state.lost = false;
  state.edit({ choices: named("No", "Yes", "Later") });
  open();

  await refused();
  expect(await changes()).toHaveLength(2);
  expect(ticked()).toEqual([]);
  expect(screen.getByRole("alert")).toHaveTextContent("Nothing was counted.");
});

test("after a lost vote and a reload, a deleted poll says that nothing was counted", async () => {
  const state = server();
  const { unmount } = open();
  await choose("Yes");
  await lose(state);
  unmount();
  state.gone = true;
  open();

  expect(await screen.findByText(/deleted or unpublished.*Nothing was counted\./)).toBeVisible();
});

test("an edit does not tell whether a vote without an outcome was counted", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const votes = (...texts: string[]) => named(...texts).map((choice) => ({ ...choice, votes: 0 }));
  const state = server({ results: { ballots: 0, choices: votes("Yes", "No", "Later") } });
  open();
  await choose("Yes");
  await lose(state);
  vi.setSystemTime(Date.now() + 120_000);
  dispatchEvent(new Event("online"));
  expect(await screen.findByRole("alert")).toHaveTextContent(/cannot tell yet whether/);

  await userEvent.click(screen.getByText("See the result so far"));
  const results = { ballots: 0, choices: votes("No", "Yes", "Later") };
  state.edit({ choices: named("No", "Yes", "Later"), results });
  await waitFor(() => FakeEventSource.last.receives("results", results));
  await act(async () => {
    await vi.advanceTimersByTimeAsync(3_000);
  });
  expect(await screen.findByRole("heading", { name: "This poll was changed" })).toBeVisible();
  expect(screen.getByText(/cannot tell yet whether/)).toBeVisible();
  expect(screen.queryByText(/not counted|[Nn]othing was counted/)).toBeNull();
});

test("an edit found through the live result updates the ballot and the result together", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const results = (...texts: string[]) => ({
    ballots: 0,
    choices: named(...texts).map((choice) => ({ ...choice, votes: 0 })),
  });
  const state = server({ results: results("Yes", "No", "Later") });
  open();
  await choose("Yes");
  await userEvent.click(screen.getByText("See the result so far"));
  const edited = results("No", "Yes", "Later");
  state.edit({ choices: named("No", "Yes", "Later"), results: edited });
  act(() => FakeEventSource.last.receives("results", edited));
  const first = () =>
    within(screen.getByRole("list", { name: "Result" })).getAllByRole("listitem")[0];
  expect(first()).toHaveTextContent("Yes");
  expect(ticked()).toEqual(["Yes"]);
  await act(async () => {
    await vi.advanceTimersByTimeAsync(3_000);
  });

  expect(await screen.findByRole("heading", { name: "This poll was changed" })).toHaveFocus();
  expect(first()).toHaveTextContent("No");
  expect(ticked()).toEqual([]);
});
