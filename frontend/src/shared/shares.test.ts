import { expect, test } from "vitest";
import { shares } from "./shares";

test.each([
  { votes: [0, 0], ballots: 0, texts: ["0%", "0%"], rounded: false },
  { votes: [9, 0], ballots: 9, texts: ["100%", "0%"], rounded: false },
  { votes: [2, 1], ballots: 3, texts: ["67%", "33%"], rounded: false },
  // Rounding to the nearest percent gives sums of 101, 99 and 102 here.
  { votes: [2, 3, 3], ballots: 8, texts: ["25%", "38%", "38%"], rounded: true },
  { votes: [5, 3, 1, 1, 1], ballots: 11, texts: ["46%", "27%", "9%", "9%", "9%"], rounded: false },
  {
    votes: [61, 25, 14, 23, 77],
    ballots: 200,
    texts: ["30%", "13%", "7%", "12%", "38%"],
    rounded: false,
  },
  // Equal votes make a sum of 100 impossible.
  { votes: [1, 1, 1], ballots: 3, texts: ["33%", "33%", "33%"], rounded: true },
  { votes: [1, 1, 1, 1, 1, 1], ballots: 6, texts: Array(6).fill("17%"), rounded: true },
  // 0% and 100% are shown for no votes and all votes only.
  { votes: [1, 999], ballots: 1000, texts: ["<1%", ">99%"], rounded: false },
  { votes: [1, 199], ballots: 200, texts: ["1%", "99%"], rounded: false },
  // Ballots with several choices: the shares can add up to more than 100.
  { votes: [3, 2, 2], ballots: 3, texts: ["100%", "67%", "67%"], rounded: false },
  { votes: [1, 999], ballots: 999, texts: ["<1%", "100%"], rounded: false },
])("$votes of $ballots are $texts", ({ votes, ballots, texts, rounded }) => {
  expect(shares(votes, ballots)).toEqual({ texts, rounded });
});

const numberOf = (text: string) =>
  text === "<1%" ? 0 : text === ">99%" ? 100 : Number.parseInt(text, 10);

/** All distributions of 16 ballots over 4 choices, and larger pseudo-random results. */
function* results() {
  for (let a = 0; a <= 16; a++)
    for (let b = 0; a + b <= 16; b++)
      for (let c = 0; a + b + c <= 16; c++) yield [a, b, c, 16 - a - b - c];
  let seed = 1;
  const next = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let size = 2; size < 60; size++) yield Array.from({ length: size }, () => next(size * 9));
}

test("shares add up to 100 or are marked as rounded, and rank as the votes do", () => {
  for (const votes of results()) {
    const ballots = votes.reduce((total, count) => total + count, 0);
    const { texts, rounded } = shares(votes, ballots);
    const numbers = texts.map(numberOf);
    expect(numbers.reduce((total, number) => total + number, 0) !== 100, `${votes}`).toBe(rounded);
    for (const [i, count] of votes.entries()) {
      expect(Math.abs((numbers[i] ?? 0) - (100 * count) / ballots), `${votes}`).toBeLessThan(1);
      for (const [j, other] of votes.entries()) {
        if (count === other) expect(texts[i], `${votes}`).toBe(texts[j]);
        if (count > other) expect(numbers[i], `${votes}`).toBeGreaterThanOrEqual(numbers[j] ?? 0);
      }
    }
  }
});
