import { expect, test } from "vitest";
import { share } from "./locale";

test.each([
  [0, 0, "0%"],
  [0, 9, "0%"],
  [9, 9, "100%"],
  [1, 3, "33%"],
  [2, 3, "67%"],
  [1, 200, "1%"],
  [1, 1000, "<1%"],
  [999, 1000, ">99%"],
])("%i of %i ballots are %s", (votes, ballots, text) => {
  expect(share(votes, ballots)).toBe(text);
});
