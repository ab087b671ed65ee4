/**
 * Sends one voter's ballot so that it counts once, whatever the network does.
 *
 * Every request from the first click to the server's verdict carries the same receipt, even if the voter changes the
 * choices in between. The server accepts a receipt once, so a retry cannot create a second ballot. If other choices
 * arrived under the receipt before, the server answers 409, and a look-up of the receipt finds the choices that count.
 */

import { type Counted, lookUpBallot, postBallot } from "../net/api";
import { ApiError, apiError } from "../net/request";
import { isTemporary, retrying } from "../net/retry";
import type { OpenedPoll } from "./OpenedPoll";
import { type Attempt, beginAttempt, forgetAttempt } from "./unansweredBallot";

/** `choices` are the ones that count. `superseded`: the voter chose others afterwards, which came too late. */
export type CountedVote = Counted & { choices: number[]; superseded: boolean };

/**
 * Why a ballot was not accepted. `settled`: nothing is counted under its receipt, and nothing will be. Otherwise the
 * ballot may have arrived, and voting again is safe. `waited`: it was sent more than once.
 */
export type Refusal = { error: ApiError; settled: boolean; waited: boolean };

/** True if the server refuses the same request whenever it comes. After any other error it may have arrived. */
const isRefused = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && !isTemporary(error);

/** True if the server refuses whatever this page sends, so that no ballot of it has ever arrived. */
const refusesPage = ({ code }: ApiError) => code === "foreign_origin";

/**
 * Casts the ballot and returns the vote that is counted, which may be an earlier one with other choices, or why it was
 * refused. While the server is busy or does not answer, the ballot is sent again for a while, and `onWait` gets the
 * error. Throws once `signal` is aborted. Unless the outcome is settled, the attempt is kept for the voter's next visit.
 */
export async function vote(
  { poll, me }: OpenedPoll,
  choices: number[],
  onWait: (error: ApiError) => void,
  signal: AbortSignal,
): Promise<CountedVote | Refusal> {
  const attempt = beginAttempt(poll.slug, me.voter, choices, poll);
  let waited = false;
  const wait = (error: ApiError) => {
    waited = true;
    onWait(error);
  };
  try {
    const vote = await retrying(() => cast(attempt), isTemporary, wait, signal);
    signal.throwIfAborted();
    forgetAttempt(attempt);
    return vote instanceof ApiError ? { error: vote, settled: true, waited } : vote;
  } catch (error) {
    signal.throwIfAborted();
    return { error: apiError(error), settled: refusesPage(apiError(error)), waited };
  }
}

/** The vote that is counted under the attempt's receipt, or why there is none. */
async function cast(attempt: Attempt): Promise<CountedVote | ApiError> {
  try {
    const answer = await send(attempt, attempt.choices);
    return { ...answer, choices: attempt.choices, superseded: false };
  } catch (error) {
    if (!isRefused(error)) throw error;
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
