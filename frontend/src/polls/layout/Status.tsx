import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { isToday, zonedHour, zonedTime } from "../../shared/locale";
import type { PollSummary } from "../net/api";

type Props = { poll: PollSummary; toVoter?: boolean };

/** `toVoter`: for someone who has voted and waits for the close, so its absence is mentioned. */
export function Status({ poll: { is_open, closes_at }, toVoter = false }: Props) {
  const open = toVoter ? t`Open until further notice` : t`Open`;
  return (
    <p className="status">{closes_at ? until(is_open, closes_at) : is_open ? open : t`Closed`}</p>
  );
}

function until(isOpen: boolean, close: string) {
  // "Tomorrow" would become wrong on a page that stays open overnight.
  if (isOpen && isToday(close)) {
    const hour = zonedHour(close);
    return (
      <Trans>
        Open until <time dateTime={close}>{hour}</time> today
      </Trans>
    );
  }
  const time = zonedTime(close);
  return isOpen ? (
    <Trans>
      Open until <time dateTime={close}>{time}</time>
    </Trans>
  ) : (
    <Trans>
      Closed <time dateTime={close}>{time}</time>
    </Trans>
  );
}
