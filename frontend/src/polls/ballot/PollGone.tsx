import { t } from "@lingui/core/macro";
import { LinkToAllPolls, Notice } from "../layout/Notice";
import type { OpenedPoll } from "./OpenedPoll";
import { Receipt } from "./Receipt";

/** For a poll that was deleted or unpublished while the page was open. `paper` is the last state of it, if any. */
export function PollGone({ paper }: { paper: OpenedPoll | null }) {
  const { poll, me, counted } = paper ?? {};
  return (
    <Notice title={t`This poll is no longer available`}>
      <p>
        {!me?.voted && !counted
          ? t`It was deleted or unpublished after you opened it. Nothing was counted.`
          : t`It was deleted or unpublished after you opened it.`}
      </p>
      {poll && counted && <Receipt poll={poll} receipt={counted.receipt} />}
      <LinkToAllPolls />
    </Notice>
  );
}
