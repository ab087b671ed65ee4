import { act, screen, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Poll } from "../net/api";
// Imported here so that no test has to wait for the dynamic imports.
import "./ChangedPaper";
import "../result/LiveResults";
import { FakeEventSource } from "../testing/FakeEventSource";
import { choicesOf, resultOf } from "../testing/poll";
import { servePoll } from "../testing/server";
import {
  backOnline,
  choose,
  counted,
  giveUp,
  onItsWay,
  openPoll,
  pass,
  reload,
  startTab,
  vote,
} from "../testing/steps";

const CHOICES = choicesOf("Yes", "No", "Later");

const server = (values: Partial<Poll> = {}) =>
  servePoll({
    question_text: "Are you against the new timetable?",
    results_visibility: "staff",
    choices: CHOICES,
    ...values,
  });

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

beforeEach(startTab);
afterEach(() => vi.useRealTimers());

test("a vote on a changed question is refused, and the page shows the old and the new text", async () => {
  const state = server();
  openPoll();
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
  await counted();
  expect([...state.kept.values()]).toEqual([[1]]);
  const [first, second] = state.sent;
  expect([first?.paper, second?.paper]).toEqual(["1", "2"]);
  expect(second?.receipt).not.toBe(first?.receipt);
});

const SEVERAL: Partial<Poll> = {
  voting: "multiple",
  max_choices: 3,
  choices: choicesOf(..."ABCD"),
};

test.each<[string, Partial<Poll>, string[], string[]]>([
  [
    "swapped",
    { choices: choicesOf("B", "A", "C", "D") },
    ["“B” was moved or entered again.", "“A” was moved or entered again."],
    ["C"],
  ],
  ["reworded", { choices: choicesOf("A", "B", "C!", "D") }, ["“C” is now “C!”."], ["A", "B"]],
  [
    "removed",
    { choices: choicesOf("A", "B") },
    [
      "“C” was removed.",
      "“D” was removed.",
      "The rule was “Choose up to 3.” It is now “Choose as many as you like.”",
    ],
    ["A", "B"],
  ],
  ["added", { choices: choicesOf(..."ABCDE") }, ["“E” was added."], ["A", "B", "C"]],
  [
    "moved on by one",
    { choices: choicesOf("X", "A", "B", "C") },
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
    { max_choices: 2, choices: choicesOf("A", "B", "Z", "D") },
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
    openPoll();
    await choose(..."ABC");
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
  openPoll();
  await choose(..."ABC");
  expect(screen.getByText("3 of 3 chosen")).toBeVisible();
  state.edit({ max_choices: 2 });
  await vote();

  await refused();
  expect(screen.getByText("Choose up to 2.")).toBeVisible();
  expect(screen.getByText("0 of 2 chosen")).toBeVisible();
  await choose(..."AB");
  expect(screen.getByLabelText("C")).toBeDisabled();
  await vote();
  await counted();
  expect([...state.kept.values()]).toEqual([[0, 1]]);
});

test("after a second change, the page lists the changes since the last refusal", async () => {
  const state = server();
  openPoll();
  await choose("Yes");
  state.edit({ choices: choicesOf("Yes", "No", "Never") });
  await vote();
  expect(await changes()).toEqual(["“Later” is now “Never”."]);
  expect(ticked()).toEqual(["Yes"]);
  state.edit({ choices: choicesOf("Yes!", "No", "Never") });
  await vote();
  expect(await screen.findByText("Yes!", { selector: "bdi" })).toBeVisible();
  expect(await changes()).toEqual(["“Yes” is now “Yes!”."]);
  expect(await refused()).toHaveFocus();
  expect(ticked()).toEqual([]);
});

test("a poll that is deleted or unpublished while the page is open is reported as no longer available", async () => {
  const state = server();
  openPoll();
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
  openPoll();
  expect(await screen.findByText(/mistyped/)).toBeVisible();
  expect(screen.queryByText(/Nothing was counted/)).toBeNull();
});

const loseVote = async (state: ReturnType<typeof server>) => {
  state.lost = "request";
  await vote();
  await onItsWay();
};
const find = (state: ReturnType<typeof server>) => {
  state.lost = "nothing";
  backOnline();
};

test("a vote that was lost before an edit is sent again with the paper that the voter saw", async () => {
  const state = server();
  openPoll();
  await choose("Yes");
  await loseVote(state);
  state.edit({ question_text: "Are you for it?" });
  find(state);

  await refused();
  expect(state.sent.map(({ paper }) => paper)).toEqual(["1"]);
  expect(ticked()).toEqual([]);
});

test("a vote whose answer was lost is confirmed even after the poll was changed", async () => {
  const state = server();
  openPoll();
  await choose("Yes");
  await loseVote(state);
  const { receipt, choices } = JSON.parse(sessionStorage.getItem("polls:attempt:lunch") ?? "");
  state.kept.set(receipt, choices);
  state.edit({ question_text: "Corrected?" });
  find(state);

  await counted();
  expect(state.sent).toEqual([{ choices: [0], receipt, paper: "1" }]);
});

test("after a lost vote and a reload, ticks on changed choices are dropped", async () => {
  const state = server();
  openPoll();
  await choose("Yes");
  await loseVote(state);
  state.lost = "nothing";
  state.edit({ choices: choicesOf("No", "Yes", "Later") });
  reload();

  await refused();
  expect(await changes()).toHaveLength(2);
  expect(ticked()).toEqual([]);
  expect(screen.getByRole("alert")).toHaveTextContent("Nothing was counted.");
});

test("after a lost vote and a reload, a deleted poll says that nothing was counted", async () => {
  const state = server();
  openPoll();
  await choose("Yes");
  await loseVote(state);
  state.gone = true;
  reload();

  expect(await screen.findByText(/deleted or unpublished.*Nothing was counted\./)).toBeVisible();
});

test("an edit does not tell whether a vote without an outcome was counted", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const state = server({ results: resultOf(CHOICES) });
  openPoll();
  await choose("Yes");
  await loseVote(state);
  expect(await giveUp()).toHaveTextContent(/cannot tell yet whether/);

  await userEvent.click(screen.getByText("See the result so far"));
  const choices = choicesOf("No", "Yes", "Later");
  const results = resultOf(choices);
  state.edit({ choices, results });
  await waitFor(() => FakeEventSource.last.receives("results", results));
  await pass(3_000);
  expect(await screen.findByRole("heading", { name: "This poll was changed" })).toBeVisible();
  expect(screen.getByText(/cannot tell yet whether/)).toBeVisible();
  expect(screen.queryByText(/not counted|[Nn]othing was counted/)).toBeNull();
});

test("an edit found through the live result updates the ballot and the result together", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const state = server({ results: resultOf(CHOICES) });
  openPoll();
  await choose("Yes");
  await userEvent.click(screen.getByText("See the result so far"));
  const choices = choicesOf("No", "Yes", "Later");
  const results = resultOf(choices);
  state.edit({ choices, results });
  act(() => FakeEventSource.last.receives("results", results));
  const first = () =>
    within(screen.getByRole("list", { name: "Result" })).getAllByRole("listitem")[0];
  expect(first()).toHaveTextContent("Yes");
  expect(ticked()).toEqual(["Yes"]);
  await pass(3_000);

  expect(await screen.findByRole("heading", { name: "This poll was changed" })).toHaveFocus();
  expect(first()).toHaveTextContent("No");
  expect(ticked()).toEqual([]);
});
