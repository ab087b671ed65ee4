import { t } from "@lingui/core/macro";
import type { Poll } from "../net/api";
import { NoticeSlip } from "./NoticeSlip";
import { Receipt } from "./Receipt";
import type { CountedVote } from "./vote";

/** Confirms a vote that was counted, and shows its receipt. */
export function VoteCounted({ poll, vote }: { poll: Poll; vote: CountedVote }) {
  return (
    <NoticeSlip title={vote.superseded ? t`Your first vote is counted` : t`Your vote is counted`}>
      {vote.superseded && (
        <p>{t`It arrived before you changed it. A vote that has arrived cannot be changed.`}</p>
      )}
      <Receipt poll={poll} receipt={vote.receipt} />
    </NoticeSlip>
  );
}
