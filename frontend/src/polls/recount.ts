import type { CountedBallot, Results } from "./api";

/** Whether the published ballots, counted one by one, give the result. */
export function addsUp(ballots: CountedBallot[], results: Results): boolean {
  const tally = new Map<number, number>();
  for (const id of ballots.flatMap(({ choices }) => choices))
    tally.set(id, (tally.get(id) ?? 0) + 1);
  return (
    ballots.length === results.ballots &&
    results.choices.every(({ id, votes }) => votes === (tally.get(id) ?? 0))
  );
}
