/**
 * The share of the ballots, in whole percent. Rounding never says "none" of a choice that has a vote, nor
 * "all" of one that misses a ballot.
 */
export function share(votes: number, ballots: number): string {
  if (ballots === 0) return "0%";
  const percent = Math.round((votes / ballots) * 100);
  if (percent === 0 && votes > 0) return "<1%";
  if (percent === 100 && votes < ballots) return ">99%";
  return `${percent}%`;
}
