/**
 * One voter, one ballot, whatever the network does.
 *
 * From the first click to the server's verdict everything goes under one receipt, also when the voter changes the
 * choices in between: the server takes a receipt once, so no retry can make a second ballot. Where an earlier
 * set had arrived already, the later one is a 409, and looking the receipt up says what counts.
 */

import {
  type Counted,
  getMe,
  getPollAndMe,
  lookUpBallot,
  type Me,
  type Poll,
  postBallot,
  type Results,
} from "../net/api";
import { ApiError } from "../net/request";
import { isPassing, retrying } from "../net/retry";
import { type Attempt, beginAttempt, forgetAttempt, pendingAttempt } from "./attempt";
import { areOf } from "./BallotPaper";

/** `choices` is what counts; `superseded` says that the voter chose otherwise since, too late. */
export type CountedVote = Counted & { choices: number[]; superseded: boolean };

/** A poll as this page has it. `unanswered` was sent before, and no answer said what became of it. */
export type Opened = {
  poll: Poll;
  me: Me;
  counted: CountedVote | null;
  unanswered: Attempt | null;
};

/** The server's word that the ballot was not taken and never will be; all else leaves its fate open. */
const VERDICTS = [403, 404, 409];

export const isVerdict = (error: unknown): error is ApiError =>
  error instanceof ApiError && VERDICTS.includes(error.status);

/** The verdict that the poll was changed after the voter read it. */
export const isOtherPaper = (error: ApiError | null) => error?.code === "paper_changed";

/**
 * Casts the ballot and says what is counted, which may be an earlier set of choices than `choices`. In a rush, or
 * without an answer, it is sent again for a while; `onWait` learns why. Throws `ApiError`; unless that is a
 * verdict, voting again is safe. Once the page is left, which `signal` says, nothing is settled: the attempt is
 * there when the voter comes back.
 */
export async function vote(
  poll: Poll,
  choices: number[],
  onWait: (error: ApiError) => void,
  signal: AbortSignal,
): Promise<CountedVote> {
  const { slug } = poll;
  const attempt = beginAttempt(slug, choices, poll);
  const vote = await retrying(() => cast(slug, attempt), isPassing, onWait, signal);
  signal.throwIfAborted();
  forgetAttempt(slug);
  if (vote instanceof ApiError) throw vote;
  return vote;
}

/** What is counted under the attempt's receipt, or the verdict that nothing is. */
async function cast(slug: string, attempt: Attempt): Promise<CountedVote | ApiError> {
  try {
    const answer = await send(slug, attempt, attempt.choices);
    return { ...answer, choices: attempt.choices, superseded: false };
  } catch (error) {
    if (!isVerdict(error)) throw error;
    return (await findCounted(slug, attempt)) ?? error;
  }
}

const send = (slug: string, { receipt, paper }: Attempt, choices: number[]) =>
  postBallot(slug, { choices, receipt, paper: paper.paper });

/** Everything the page needs before it lets anyone vote; the call of `me` sets the voter's cookie. */
export async function openPoll(slug: string): Promise<Opened> {
  const [poll, first] = await getPollAndMe(slug);
  // The first answer set the cookie; a browser that keeps it sends it now.
  const me = poll.is_open && refusesCookies({ poll, me: first }) ? await getMe(slug) : first;
  const attempt = pendingAttempt(slug);
  if (!attempt) return { poll, me, counted: null, unanswered: null };

  const counted = await findCounted(slug, attempt).catch(unlessRefused);
  const votable = poll.is_open && !me.voted && !counted;
  if (!votable) forgetAttempt(slug);
  return { poll, ...withVote(me, counted), unanswered: votable ? attempt : null };
}

/** Whether a poll that takes one vote from each browser could not tell this one by its cookie. */
export const refusesCookies = ({ poll, me }: Pick<Opened, "poll" | "me">) =>
  poll.voter_check === "browser" && !me.cookies;

/** A refused look-up leaves the attempt's fate open, and the poll can still be read. */
function unlessRefused(error: unknown): null {
  if (isPassing(error)) throw error;
  return null;
}

/** A vote that was counted, and its answer's result, which is newer than the one on the page. */
export const withVote = (me: Me, counted: CountedVote | null): Pick<Opened, "me" | "counted"> => ({
  counted,
  me: counted ? { ...me, results: counted.results } : me,
});

/**
 * The result that the server shows this voter at any time. `me` and `poll` come in two answers, which an edit in
 * between tells apart.
 */
export const shownByServer = ({ poll, me }: Opened): Results | null =>
  [me.results, poll.results].find((results) => results && areOf(poll, results)) ?? null;

/**
 * The result that this voter may see. Where one browser may hold many ballots, the server does not know who has
 * voted: "after the vote" is then with the answer to it, once.
 */
export function resultsOf(opened: Opened): Results | null {
  const { poll, counted } = opened;
  const answered = poll.results_visibility === "after_vote" ? counted?.results : null;
  return shownByServer(opened) ?? answered ?? null;
}

/** What arrived under the attempt's receipt, or null; nothing is cast that was not cast before. */
async function findCounted(slug: string, attempt: Attempt): Promise<CountedVote | null> {
  const { receipt } = attempt;
  const choices = await lookUpBallot(slug, receipt);
  if (!choices) return null;
  // Sent once more for the result in the answer, which only someone who voted may see.
  const answer = await send(slug, attempt, choices);
  const same =
    choices.length === attempt.choices.length &&
    choices.every((id) => attempt.choices.includes(id));
  return { ...answer, choices, superseded: !same };
}
