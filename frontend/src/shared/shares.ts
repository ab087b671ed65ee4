/** Percentages to show. `rounded`: they add up to something other than 100, though each ballot counts once. */
export type Shares = { texts: string[]; rounded: boolean };

/**
 * Each choice's share of the ballots, in whole percent; equal votes have equal shares.
 *
 * Where each ballot names one choice, shares are rounded by largest remainder, so that they add up to 100. That
 * fails where equal votes would have to differ: each share is then rounded to the nearest percent.
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

/** Whole percentages that add up to 100, or null where equal votes stand in the way. */
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

/** Never "none" of a choice that has a vote, nor "all" of one that misses a ballot. */
function text(percentage: number, votes: number, ballots: number): string {
  if (percentage === 0 && votes > 0) return "<1%";
  if (percentage === 100 && votes < ballots) return ">99%";
  return `${percentage}%`;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
