import { t } from "@lingui/core/macro";
import { Notice } from "../layout/Notice";
import { Status } from "../layout/Status";
import type { Poll } from "../net/api";

/** Takes the place of the ballot while an open poll has no choices. */
export const PollWithoutChoices = ({ poll }: { poll: Poll }) => (
  <Notice title={poll.question_text}>
    <Status poll={poll} />
    <p>{t`This poll has no choices yet, so nobody can vote. Reload the page later.`}</p>
  </Notice>
);
