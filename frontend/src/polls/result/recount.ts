import type { CountedBallot, Results } from "../net/api";

/** The published list of all ballots, sorted by receipt, loaded in parts. Only one part is kept in memory. */
export type Parts = AsyncIterable<CountedBallot[]>;

/** True if the published ballots add up to the result. `onPart` gets the number of ballots counted so far. */
export async function addsUp(
  parts: Parts,
  results: Results,
  onPart: (ballots: number) => void = () => {},
): Promise<boolean> {
  const tally = new Map<number, number>();
  let ballots = 0;
  for await (const part of parts) {
    for (const id of part.flatMap(({ choices }) => choices))
      tally.set(id, (tally.get(id) ?? 0) + 1);
    ballots += part.length;
    onPart(ballots);
  }
  return (
    ballots === results.ballots &&
    results.choices.every(({ id, votes }) => votes === (tally.get(id) ?? 0))
  );
}

/** Lines of the list that an excerpt shows before and after the ballot that was searched for. */
const AROUND = 2;

/** Lines of the list. `first` is the index of the first line, `mine` the index of the ballot that was searched for. */
export type Excerpt = { lines: CountedBallot[]; first: number; mine: number };

/**
 * Searches the list for a receipt. Returns null if it is not there. Reads the list from its start, because a request
 * for the receipt's place would tell the server whose receipt it is.
 */
export async function excerptOf(parts: Parts, receipt: string): Promise<Excerpt | null> {
  let near: CountedBallot[] = [];
  let before = 0;
  let mine = -1;
  for await (const part of parts) {
    near.push(...part);
    if (mine < 0) mine = near.findIndex((ballot) => ballot.receipt === receipt);
    if (mine >= 0 && mine + AROUND < near.length) break;
    if (mine >= 0) continue;
    before += Math.max(0, near.length - AROUND);
    near = near.slice(-AROUND);
  }
  if (mine < 0) return null;
  const first = Math.max(0, mine - AROUND);
  return {
    lines: near.slice(first, mine + AROUND + 1),
    first: before + first,
    mine: before + mine,
  };
}
