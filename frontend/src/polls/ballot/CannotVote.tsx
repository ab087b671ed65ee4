import { t } from "@lingui/core/macro";
import { zonedTime } from "../../shared/locale";
import type { Poll } from "../net/api";
import { NoticeSlip } from "./NoticeSlip";
import type { Refusal } from "./vote";

type Props = { poll: Poll; voted: boolean; refusal: Refusal | null; missed: boolean };

/** Says why there is no ballot to fill in. After a `refusal`, or if one was `missed`, also that it was not counted. */
export function CannotVote({ poll, voted, refusal, missed }: Props) {
  const refused = refusal !== null || missed;
  if (voted) {
    return (
      <NoticeSlip title={poll.is_open ? t`You have already voted` : t`This poll is closed`}>
        <p>{poll.voter_check === "roll" ? votedWithCode(refused) : votedFromBrowser(refused)}</p>
      </NoticeSlip>
    );
  }
  if (missed || refusal?.error.code === "poll_closed") {
    return (
      <NoticeSlip title={t`Your vote came too late`}>
        <p>{late(poll, missed || refusal?.waited === true)}</p>
      </NoticeSlip>
    );
  }
  // The poll may close after a refusal for another reason, such as a changed ballot paper.
  return (
    <NoticeSlip title={refused ? t`Your vote was not counted` : t`This poll is closed`}>
      <p>{t`Voting has ended.`}</p>
    </NoticeSlip>
  );
}

function late({ closes_at }: Poll, waited: boolean): string {
  if (!closes_at) return t`The poll closed before it arrived. It was not counted.`;
  const close = zonedTime(closes_at);
  return waited
    ? t`The poll closed ${close}, while your vote waited. The vote was not counted.`
    : t`The poll closed ${close}, before your vote arrived. The vote was not counted.`;
}

const votedWithCode = (refused: boolean) =>
  refused
    ? t`The vote you just sent was not counted: one with this code was counted before.`
    : t`Your vote with this code was counted.`;

const votedFromBrowser = (refused: boolean) =>
  refused
    ? t`The vote you just sent was not counted: one from this browser was counted before.`
    : t`Your vote from this browser was counted.`;
