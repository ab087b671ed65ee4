import { beforeEach, expect, test, vi } from "vitest";
import type { BallotPaper } from "./BallotPaper";

const paper: BallotPaper = {
  paper: "B6i-O2MTSGRGqyzwKLODVA",
  question_text: "Where do we eat?",
  voting: "single",
  max_choices: null,
  choices: [{ id: 1, choice_text: "River" }],
};

/** Imports the module afresh, as a page reload does: only the session storage is kept. */
async function loaded() {
  vi.resetModules();
  return import("./unansweredBallot");
}

beforeEach(() => sessionStorage.clear());

test("an attempt keeps its receipt after a reload and after a change of choices", async () => {
  const first = (await loaded()).beginAttempt("lunch", null, [1], paper);
  const { beginAttempt, pendingAttempt } = await loaded();
  expect(pendingAttempt("lunch", null)).toEqual(first);
  expect(beginAttempt("lunch", null, [2], paper)).toEqual({ ...first, choices: [2] });
});

test("another poll and the next ballot get new receipts", async () => {
  const { beginAttempt, forgetAttempt, pendingAttempt } = await loaded();
  const first = beginAttempt("lunch", null, [1], paper);
  expect(beginAttempt("choir", null, [1], paper).receipt).not.toBe(first.receipt);
  forgetAttempt(first);
  expect(pendingAttempt("lunch", null)).toBeNull();
  expect(beginAttempt("lunch", null, [1], paper).receipt).not.toBe(first.receipt);
});

test("nobody finds the ballot of a voter with another code", async () => {
  const first = (await loaded()).beginAttempt("lunch", "first", [1], paper);
  const { beginAttempt, pendingAttempt } = await loaded();
  expect(pendingAttempt("lunch", "second")).toBeNull();
  expect(pendingAttempt("lunch", null)).toBeNull();
  expect(beginAttempt("lunch", "second", [2], paper).receipt).not.toBe(first.receipt);
  expect(pendingAttempt("lunch", "first")).toEqual(first);
});

test("a browser without storage keeps the receipt until a reload", async () => {
  vi.stubGlobal("sessionStorage", undefined);
  const { beginAttempt } = await loaded();
  expect(beginAttempt("lunch", null, [1], paper).receipt).toBe(
    beginAttempt("lunch", null, [1], paper).receipt,
  );
});
