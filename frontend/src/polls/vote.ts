/**
 * One voter, one ballot, whatever the network does.
 *
 * From the first click to the server's verdict everything goes under one receipt, also when the voter changes the
 * choices in between: the server takes a receipt once, so no retry can make a second ballot. Where an
 * earlier set had arrived already, the later one is a 409, and the earlier one is what counts.
 */
import { ApiError } from "../shared/api";
import { type Counted, getMe, getPoll, type Me, type Poll, postBallot } from "./api";
import { type Attempt, beginAttempt, forgetAttempt, pendingAttempt } from "./attempt";

/** `choices` is what counts; `superseded` says that the voter chose otherwise since, too late. */
export type CountedVote = Counted & { choices: number[]; superseded: boolean };

export type Paper = { poll: Poll; me: Me; counted: CountedVote | null; unanswered: number[] };

/** The server's word that the ballot was not taken and never will be; all else leaves its fate open. */
const VERDICTS = [403, 404, 409];

export const isVerdict = (error: unknown) =>
  error instanceof ApiError && VERDICTS.includes(error.status);

/**
 * Casts the ballot and says what is counted, which may be an earlier set of choices than `choices`.
 * Throws `ApiError`; unless that is a verdict, voting again is safe.
 */
export async function vote(slug: string, choices: number[]): Promise<CountedVote> {
  const attempt = beginAttempt(slug, choices);
  try {
    const answer = await postBallot(slug, { choices, receipt: attempt.receipt });
    forgetAttempt(slug);
    return { ...answer, choices, superseded: false };
  } catch (error) {
    if (!isVerdict(error)) throw error;
    const earlier = await settle(slug, attempt, attempt.sent.slice(0, -1));
    if (earlier) return earlier;
    throw error;
  }
}

/** Everything the page needs before it lets anyone vote; the call of `me` sets the voter's cookie. */
export async function openPaper(slug: string): Promise<Paper> {
  const [poll, me] = await Promise.all([getPoll(slug), getMe(slug)]);
  const attempt = pendingAttempt(slug);
  const decided = me.voted || !poll.is_open;
  const counted = attempt && decided ? await settle(slug, attempt, attempt.sent) : null;
  return { poll, me, counted, unanswered: decided ? [] : (attempt?.sent.at(-1) ?? []) };
}

/**
 * Finds out which of the `sets` had arrived, by sending each once more under the attempt's receipt. Call it only
 * where the server takes no new ballot of this voter. Null if none had; the attempt is over either way.
 */
async function settle(slug: string, { receipt, sent }: Attempt, sets: number[][]) {
  for (const choices of sets) {
    try {
      const answer = await postBallot(slug, { choices, receipt });
      forgetAttempt(slug);
      return { ...answer, choices, superseded: choices !== sent.at(-1) };
    } catch (error) {
      if (!isVerdict(error)) throw error;
    }
  }
  forgetAttempt(slug);
  return null;
}
