import { expect, test } from "vitest";
import { addsUp } from "./recount";

const ballots = [[1], [1, 2], [2], [1]].map((choices, index) => ({ receipt: `${index}`, choices }));
const result = (ballots: number, ...votes: number[]) => ({
  ballots,
  choices: votes.map((votes, index) => ({ id: index + 1, choice_text: "", votes })),
});

test("a list adds up to its result, choices without a vote included", () => {
  expect(addsUp(ballots, result(4, 3, 2, 0))).toBe(true);
  expect(addsUp([], result(0, 0, 0))).toBe(true);
});

test.each([
  ["a vote too many", result(4, 4, 2, 0)],
  ["a vote too few", result(4, 3, 1, 0)],
  ["a vote from nowhere", result(4, 3, 2, 1)],
  ["another number of ballots", result(5, 3, 2, 0)],
])("%s is seen", (_, told) => expect(addsUp(ballots, told)).toBe(false));
