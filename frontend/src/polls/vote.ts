/**
 * One voter, one ballot, whatever the network does.
 *
 * From the first click to the server's verdict everything goes under one receipt, also when the voter changes the
 * choices in between: the server takes a receipt once, so no retry can make a second ballot. Where an earlier
 * set had arrived already, the later one is a 409, and looking the receipt up says what counts.
 */

import { type Counted, getMe, getPoll, lookUpBallot, type Me, type Poll, postBallot } from "./api";
import { type Attempt, beginAttempt, forgetAttempt, pendingAttempt } from "./attempt";
import { ApiError } from "./request";

/** `choices` is what counts; `superseded` says that the voter chose otherwise since, too late. */
export type CountedVote = Counted & { choices: number[]; superseded: boolean };

/** `unanswered` are the choices that were sent before, where no answer said what became of them. */
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
    const answer = await postBallot(slug, attempt);
    forgetAttempt(slug);
    return { ...answer, choices, superseded: false };
  } catch (error) {
    if (!isVerdict(error)) throw error;
    const earlier = await findCounted(slug, attempt);
    forgetAttempt(slug);
    if (earlier) return earlier;
    throw error;
  }
}

/** Everything the page needs before it lets anyone vote; the call of `me` sets the voter's cookie. */
export async function openPaper(slug: string): Promise<Paper> {
  const [poll, me] = await Promise.all([getPoll(slug), getMe(slug)]);
  const attempt = pendingAttempt(slug);
  if (!attempt) return { poll, me, counted: null, unanswered: [] };

  const counted = await findCounted(slug, attempt);
  const votable = poll.is_open && !me.voted && !counted;
  if (!votable) forgetAttempt(slug);
  // A poll without ballots can be edited: a choice that was sent may be gone.
  const left = poll.choices.map(({ id }) => id).filter((id) => attempt.choices.includes(id));
  return { poll, me, counted, unanswered: votable ? left : [] };
}

/** What arrived under the attempt's receipt, or null; nothing is cast that was not cast before. */
async function findCounted(slug: string, attempt: Attempt): Promise<CountedVote | null> {
  const { receipt } = attempt;
  const choices = await lookUpBallot(slug, receipt);
  if (!choices) return null;
  // Sent once more for the result in the answer, which only someone who voted may see.
  const answer = await postBallot(slug, { choices, receipt });
  const same =
    choices.length === attempt.choices.length &&
    choices.every((id) => attempt.choices.includes(id));
  return { ...answer, choices, superseded: !same };
}
