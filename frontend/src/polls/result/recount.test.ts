import { expect, test } from "vitest";
import { addsUp, excerptOf } from "./recount";

const ballots = [[1], [1, 2], [2], [1]].map((choices, index) => ({ receipt: `${index}`, choices }));
const result = (ballots: number, ...votes: number[]) => ({
  ballots,
  choices: votes.map((votes, index) => ({ id: index + 1, choice_text: "", votes })),
});

/** Yields `list` in parts of `size`, as the server sends it: the last part may be empty. */
async function* inParts<T>(list: T[], size: number) {
  for (let start = 0; start <= list.length; start += size) yield list.slice(start, start + size);
}

test.each([1, 2, 3, 4, 5])(
  "a list in parts of %i adds up to its result, including choices without votes",
  async (size) => {
    const counted: number[] = [];
    const count = (ballots: number) => counted.push(ballots);
    expect(await addsUp(inParts(ballots, size), result(4, 3, 2, 0), count)).toBe(true);
    expect(counted.at(-1)).toBe(4);
    expect(counted).toHaveLength(Math.floor(4 / size) + 1);
    expect(await addsUp(inParts([], size), result(0, 0, 0))).toBe(true);
  },
);

test.each([
  ["an extra vote", result(4, 4, 2, 0)],
  ["a missing vote", result(4, 3, 1, 0)],
  ["a vote that is not in the list", result(4, 3, 2, 1)],
  ["a different number of ballots", result(5, 3, 2, 0)],
])("%s is detected", async (_, told) =>
  expect(await addsUp(inParts(ballots, 3), told)).toBe(false),
);

const list = Array.from({ length: 9 }, (_, index) => ({ receipt: `${index}`, choices: [index] }));

test.each([1, 2, 3, 4, 5, 8, 9, 10])("a receipt is found in parts of %i", async (size) => {
  for (const mine of list.keys()) {
    const found = await excerptOf(inParts(list, size), `${mine}`);
    const first = Math.max(0, mine - 2);
    expect(found).toEqual({ lines: list.slice(first, mine + 3), first, mine });
  }
  expect(await excerptOf(inParts(list, size), "none")).toBeNull();
  expect(await excerptOf(inParts([], size), "none")).toBeNull();
});

test("loading stops at the part that completes the excerpt", async () => {
  let parts = 0;
  async function* counting() {
    for await (const part of inParts(list, 3)) {
      parts += 1;
      yield part;
    }
  }
  await excerptOf(counting(), "0");
  expect(parts).toBe(1);
  await excerptOf(counting(), "2");
  expect(parts).toBe(3);
});
