import type { Me, Poll } from "../net/api";
import { isFramed, isInsecureFrame } from "../net/frame";
import type { Attempt } from "./unansweredBallot";
import type { CountedVote } from "./vote";

/** A poll and everything that the page knows about the voter's ballot on it. */
export type OpenedPoll = {
  poll: Poll;
  me: Me;
  /** The vote that was counted from this page, or found under the receipt of an earlier attempt. */
  counted: CountedVote | null;
  /** A ballot that was sent before a reload and got no answer. */
  unanswered: Attempt | null;
  /** True if a ballot that was sent before a reload was not counted, and cannot be sent again. */
  missed: boolean;
};

/** A poll on which nobody has voted from this page. */
export const unused = (poll: Poll, me: Me): OpenedPoll => ({
  poll,
  me,
  counted: null,
  unanswered: null,
  missed: false,
});

/** True if this voter can still vote. */
export const isVotable = ({
  poll,
  me,
  counted,
}: Pick<OpenedPoll, "poll" | "me" | "counted">): boolean => poll.is_open && !me.voted && !counted;

/** True if the poll needs a cookie and this browser does not keep it, or may not in this frame. */
export const refusesCookies = ({ poll, me }: Pick<OpenedPoll, "poll" | "me">): boolean =>
  (poll.voter_check !== "none" && !me.cookies) || isInsecureFrame();

/** True if a frame has a link in place of the ballot: codes are entered on the poll's own page. */
export const isElsewhere = ({ voter_check }: Poll): boolean => voter_check === "roll" && isFramed();

/** True if the voter has to allow cookies or to enter a code before the vote. */
export const isBlocked = (paper: OpenedPoll): boolean =>
  isVotable(paper) &&
  (refusesCookies(paper) || (paper.poll.voter_check === "roll" && !paper.me.voter));

/** Adds a counted vote. The result in its answer is newer than the one on the page. */
export const withVote = (
  me: Me,
  counted: CountedVote | null,
): Pick<OpenedPoll, "me" | "counted"> => ({
  counted,
  me: counted ? { ...me, results: counted.results } : me,
});

/** True if there is nothing to vote on yet. */
export const hasNoChoices = ({ is_open, choices }: Poll): boolean =>
  is_open && choices.length === 0;
