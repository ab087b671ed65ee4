import { expect, test } from "vitest";
import { ApiError } from "../net/request";
import { pollWith, resultOf, voterWith } from "../testing/poll";
import { LOADING, type PaperState, paperReducer } from "./paperReducer";

const poll = pollWith();
const edited = pollWith({ paper: "2" });
const me = voterWith();
const results = resultOf(poll.choices, 1);
const ready: PaperState = {
  ...LOADING,
  status: "ready",
  paper: { poll, me, counted: null, unanswered: null, missed: false },
};

test("a page that is loading says so when the server is busy, and a loaded page does not", () => {
  expect(paperReducer(LOADING, { type: "busy" }).status).toBe("busy");
  expect(paperReducer(ready, { type: "busy" })).toBe(ready);
});

test("a temporary failure of a reload leaves the page as it is", () => {
  const error = new ApiError(503, "Try again.");
  expect(paperReducer(ready, { type: "failed", error })).toBe(ready);
  expect(paperReducer(LOADING, { type: "failed", error })).toMatchObject({
    status: "failed",
    error,
    paper: null,
  });
});

test("a poll that is gone keeps what was loaded, and forgets the refusal", () => {
  const error = new ApiError(404, "This poll does not exist.");
  const refusal = { error, settled: true, waited: false };
  const refused = paperReducer(ready, { type: "refused", refusal });
  expect(refused.refusal).toBe(refusal);
  expect(paperReducer(refused, { type: "gone", error })).toEqual({
    ...LOADING,
    status: "failed",
    error,
    paper: ready.paper,
  });
});

test("updates change the parts of the paper that they contain", () => {
  const moved = paperReducer(ready, { type: "moved", results });
  expect(moved.paper).toEqual({ ...ready.paper, me: { ...me, results } });
  expect(paperReducer(moved, { type: "edited", poll: edited }).paper).toEqual({
    ...moved.paper,
    poll: edited,
  });
  expect(paperReducer(moved, { type: "over", poll: edited, me }).paper).toEqual({
    ...ready.paper,
    poll: edited,
  });
  const vote = { receipt: "r", results, choices: [1], superseded: false };
  expect(paperReducer(ready, { type: "counted", vote }).paper).toEqual({
    ...ready.paper,
    counted: vote,
    me: { ...me, results },
  });
});

test("updates that arrive after a failure are ignored", () => {
  const failed: PaperState = { ...ready, status: "failed" };
  expect(paperReducer(failed, { type: "moved", results })).toBe(failed);
  expect(paperReducer(LOADING, { type: "edited", poll: edited, me })).toBe(LOADING);
});
