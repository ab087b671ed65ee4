import { getMe, getPollAndMe } from "../net/api";
import { isTemporary } from "../net/retry";
import { isVotable, type OpenedPoll, refusesCookies, unused, withVote } from "./OpenedPoll";
import { forgetAttempt, pendingAttempt } from "./unansweredBallot";
import { findCounted } from "./vote";

/** Loads everything that the page needs before it shows a ballot. The request for `me` sets the voter's cookie. */
export async function openPoll(slug: string): Promise<OpenedPoll> {
  const [poll, first] = await getPollAndMe(slug);
  // The first answer sets the cookie. A browser that keeps cookies sends it with the second request.
  const me = poll.is_open && refusesCookies({ poll, me: first }) ? await getMe(slug) : first;
  const attempt = pendingAttempt(slug, me.voter);
  if (!attempt) return unused(poll, me);

  const found = await findCounted(attempt).catch(unlessRefused);
  const counted = found ?? null;
  const votable = isVotable({ poll, me, counted });
  const settled = !votable && found !== undefined;
  if (settled) forgetAttempt(attempt);
  const unanswered = votable ? attempt : null;
  return { poll, ...withVote(me, counted), unanswered, missed: settled && !counted };
}

/** A refused look-up does not tell if the ballot arrived, but the poll can still be shown. */
function unlessRefused(error: unknown): undefined {
  if (isTemporary(error)) throw error;
}
