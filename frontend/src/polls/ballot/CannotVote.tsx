import { t } from "@lingui/core/macro";
import type { Poll } from "../net/api";
import { NoticeSlip } from "./NoticeSlip";

/** Says why there is no ballot to fill in. `refused`: this page has just sent one, and it was not counted. */
export function CannotVote(props: { poll: Poll; voted: boolean; refused: boolean }) {
  const { poll, voted, refused } = props;
  if (voted) {
    return (
      <NoticeSlip title={poll.is_open ? t`You have already voted` : t`This poll is closed`}>
        <p>{poll.voter_check === "roll" ? votedWithCode(refused) : votedFromBrowser(refused)}</p>
      </NoticeSlip>
    );
  }
  return (
    <NoticeSlip title={refused ? t`Your vote came too late` : t`This poll is closed`}>
      <p>
        {refused ? t`The poll closed before it arrived. It was not counted.` : t`Voting has ended.`}
      </p>
    </NoticeSlip>
  );
}

const votedWithCode = (refused: boolean) =>
  refused
    ? t`The vote you just sent was not counted: one with this code was counted before.`
    : t`Your vote with this code was counted.`;

const votedFromBrowser = (refused: boolean) =>
  refused
    ? t`The vote you just sent was not counted: one from this browser was counted before.`
    : t`Your vote from this browser was counted.`;
