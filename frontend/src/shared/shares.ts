import { percent } from "./locale";

/** Percentages as text. `rounded` means that each ballot has one choice, but the percentages don't add up to 100. */
export type Shares = { texts: string[]; rounded: boolean };

/**
 * The share of the ballots of each choice, in whole percent. Choices with equal votes have equal shares.
 *
 * If each ballot has one choice, shares are rounded by the largest remainder method, so that they add up to 100. If
 * that would give equal votes different shares, each share is rounded to the nearest percent instead.
 */
export function shares(votes: number[], ballots: number): Shares {
  const exact = votes.map((count) => (ballots === 0 ? 0 : (100 * count) / ballots));
  const nearest = exact.map(Math.round);
  const isOneEach = ballots > 0 && sum(votes) === ballots;
  const whole = isOneEach ? largestRemainder(votes, ballots) : nearest;
  const percentages = whole ?? nearest;
  return {
    texts: percentages.map((percentage, index) => text(percentage, votes[index] ?? 0, ballots)),
    rounded: whole === null,
  };
}

/** Whole percentages that add up to 100, or null if equal votes make that impossible. */
function largestRemainder(votes: number[], ballots: number): number[] | null {
  const floor = (count: number) => Math.floor((100 * count) / ballots);
  const remainder = (count: number) => (100 * count) % ballots;
  let missing = 100 - sum(votes.map(floor));
  const raised = new Set<number>();
  for (const count of [...new Set(votes)].sort((a, b) => remainder(b) - remainder(a) || a - b)) {
    if (missing <= 0) break;
    raised.add(count);
    missing -= votes.filter((other) => other === count).length;
  }
  return missing === 0 ? votes.map((count) => floor(count) + (raised.has(count) ? 1 : 0)) : null;
}

/** Format a percentage: never 0% for a choice with votes, nor 100% for one that is not on every ballot. */
function text(percentage: number, votes: number, ballots: number): string {
  if (percentage === 0 && votes > 0) return `<${percent(1)}`;
  if (percentage === 100 && votes < ballots) return `>${percent(99)}`;
  return percent(percentage);
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
