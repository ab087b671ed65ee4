/**
 * Sends one voter's ballot so that it counts once, whatever the network does.
 *
 * Every request from the first click to the server's verdict carries the same receipt, even if the voter changes the
 * choices in between. The server accepts a receipt once, so a retry cannot create a second ballot. If other choices
 * arrived under the receipt before, the server answers 409, and a look-up of the receipt finds the choices that count.
 */

import { type Counted, lookUpBallot, postBallot } from "../net/api";
import { ApiError } from "../net/request";
import { isTemporary, retrying } from "../net/retry";
import type { OpenedPoll } from "./OpenedPoll";
import { type Attempt, beginAttempt, forgetAttempt } from "./unansweredBallot";

/** `choices` are the ones that count. `superseded`: the voter chose others afterwards, which came too late. */
export type CountedVote = Counted & { choices: number[]; superseded: boolean };

/** Statuses with which the server refuses a ballot for good. After any other error the ballot may have arrived. */
const VERDICTS = [401, 403, 404, 409];

export const isVerdict = (error: unknown): error is ApiError =>
  error instanceof ApiError && VERDICTS.includes(error.status);

/** True for the verdict that the poll was changed after the voter read it. */
export const isOtherPaper = (error: ApiError | null) => error?.code === "paper_changed";

/**
 * Casts the ballot and returns the vote that is counted, which may be an earlier one with other choices. While the
 * server is busy or does not answer, the ballot is sent again for a while, and `onWait` gets the error. Throws
 * `ApiError`; unless it is a verdict, voting again is safe. After `signal` is aborted, the attempt is kept for the
 * voter's next visit.
 */
export async function vote(
  { poll, me }: OpenedPoll,
  choices: number[],
  onWait: (error: ApiError) => void,
  signal: AbortSignal,
): Promise<CountedVote> {
  const attempt = beginAttempt(poll.slug, me.voter, choices, poll);
  const vote = await retrying(() => cast(attempt), isTemporary, onWait, signal);
  signal.throwIfAborted();
  forgetAttempt(attempt);
  if (vote instanceof ApiError) throw vote;
  return vote;
}

/** The vote that is counted under the attempt's receipt, or the verdict that none is. */
async function cast(attempt: Attempt): Promise<CountedVote | ApiError> {
  try {
    const answer = await send(attempt, attempt.choices);
    return { ...answer, choices: attempt.choices, superseded: false };
  } catch (error) {
    if (!isVerdict(error)) throw error;
    return (await findCounted(attempt)) ?? error;
  }
}

const send = ({ slug, voter, receipt, paper }: Attempt, choices: number[]) =>
  postBallot(slug, { choices, receipt, paper: paper.paper, ...(voter && { voter }) });

/** The vote that arrived under the attempt's receipt, or null. Never casts a new one. */
export async function findCounted(attempt: Attempt): Promise<CountedVote | null> {
  const choices = await lookUpBallot(attempt.slug, attempt.receipt);
  if (!choices) return null;
  // The same ballot is sent again because its answer contains the result that only voters may see.
  const answer = await send(attempt, choices);
  const same =
    choices.length === attempt.choices.length &&
    choices.every((id) => attempt.choices.includes(id));
  return { ...answer, choices, superseded: !same };
}
