import { t } from "@lingui/core/macro";
import type { ApiError } from "../net/request";
import { isBusy } from "../net/retry";
import { useOffline } from "../net/useOffline";
import { refusalText } from "./refusalText";
import type { Refusal } from "./vote";

type Props = {
  /** The advice to a voter whose ballot lacks a choice. */
  missing: string | null;
  sending: boolean;
  /** Why the ballot is sent again. */
  delay: ApiError | null;
  refusal: Refusal | null;
  changed: boolean;
  unanswered: boolean;
  checking: boolean;
};

/** The message beside the "Vote" button: the one that matters most to this voter now. */
export function FootMessage(props: Props) {
  const { missing, sending, delay, refusal, changed, unanswered, checking } = props;
  const offline = useOffline();
  if (missing) return <p role="alert">{missing}</p>;
  if (sending && (delay || offline)) return <p role="status">{waiting(delay, offline)}</p>;
  if (sending) return <Final />;
  if (refusal) return <p role="alert">{refusalText(refusal)}</p>;
  if (changed) return <p role="alert">{t`The poll was changed. Nothing was counted.`}</p>;
  if (offline) {
    return (
      <p role="status">{t`You are offline. If you vote now, your vote is sent once you are back.`}</p>
    );
  }
  if (checking) return <p className="fine">{t`Checking …`}</p>;
  if (!unanswered) return <Final />;
  return (
    <p role="status">
      {t`Your last vote got no answer. It is still marked above. Vote again: it counts once.`}
    </p>
  );
}

const Final = () => <p className="fine">{t`Your vote is final.`}</p>;

/** Tells a voter who waits that the page keeps sending the vote by itself. */
function waiting(delay: ApiError | null, offline: boolean): string {
  if (!offline && isBusy(delay)) {
    return t`Many people are voting right now. Your vote is on its way …`;
  }
  const why = offline
    ? t`You are offline. The page sends your vote once you are back, and it counts once.`
    : t`No answer yet. The page keeps sending your vote, and it counts once.`;
  return `${why} ${t`Keep this page open.`}`;
}
