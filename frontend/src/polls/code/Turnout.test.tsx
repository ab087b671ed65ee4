import { render } from "@testing-library/preact";
import { expect, test } from "vitest";
import type { Poll, Results } from "../net/api";
import { pollWith, resultOf, voterWith } from "../testing/poll";
import { Turnout } from "./Turnout";

type Known = { turnout?: Poll["turnout"]; results?: Partial<Results> };

const text = (is_open: boolean, { turnout, results: known }: Known) => {
  const poll = pollWith({ is_open, turnout });
  const results = known ? { ...resultOf(poll.choices), ...known } : null;
  const { container, unmount } = render(<Turnout poll={poll} me={voterWith({ results })} />);
  const found = container.textContent;
  unmount();
  return found;
};

test("the turnout of an open poll is shown if the poll has one", () => {
  expect(text(true, {})).toBe("");
  expect(text(true, { turnout: { ballots: 214, eligible: 1312 } })).toBe(
    "214 of 1,312 people have voted.",
  );
  expect(text(true, { turnout: { ballots: 1, eligible: 12 } })).toBe("1 of 12 people has voted.");
});

test("after the close, the result says whether the quorum was reached", () => {
  const turnout = { ballots: 214, eligible: 312 };
  const quorum = { share: 0.6667, needed: 208, reached: true };
  expect(text(false, { results: { turnout } })).toBe("214 of 312 people voted.");
  expect(text(false, { results: { turnout, quorum } })).toBe(
    "214 of 312 people voted. The quorum was reached: 208 had to vote.",
  );
  expect(text(false, { results: { turnout, quorum: { ...quorum, reached: false } } })).toBe(
    "214 of 312 people voted. The quorum was not reached: 208 had to vote.",
  );
  expect(text(false, { turnout })).toBe("214 of 312 people voted.");
});
