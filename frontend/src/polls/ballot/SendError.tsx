import { t } from "@lingui/core/macro";
import { errorText } from "../net/errorText";
import type { ApiError } from "../net/request";
import { isVerdict } from "./vote";

type Props = { refusal: ApiError | null; changed: boolean; unanswered: boolean };

/** Says why the last ballot was not counted. If it may have arrived, adds that voting again is safe. */
export function SendError({ refusal, changed, unanswered }: Props) {
  if (refusal) {
    const why = errorText(refusal);
    const calm = t`However often you send your vote, it counts once.`;
    return <p role="alert">{isVerdict(refusal) ? why : `${why} ${calm}`}</p>;
  }
  if (changed) return <p role="alert">{t`The poll was changed. Nothing was counted.`}</p>;
  if (!unanswered) return null;
  return (
    <p role="status">
      {t`Your last vote got no answer. It is still marked above. Vote again: it counts once.`}
    </p>
  );
}
