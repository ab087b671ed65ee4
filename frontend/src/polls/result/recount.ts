import type { CountedBallot, Results } from "../net/api";

/** The published list of all ballots, sorted by receipt, as it comes: in parts, of which one is kept at a time. */
export type Parts = AsyncIterable<CountedBallot[]>;

/** Whether the published ballots, counted one by one, give the result. `onPart` learns how many are counted. */
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

/** Ballots before and after the one that was looked for, which show that it stands in a list. */
const AROUND = 2;

/** Some lines of the list, of which the `first` has that index, and the `mine`th is the one looked for. */
export type Excerpt = { lines: CountedBallot[]; first: number; mine: number };

/**
 * The place of a receipt in the list, or null. All parts before it are read: to ask for its place would tell the
 * server whose receipt it is.
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
