import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { isToday, zonedHour, zonedTime } from "../../shared/locale";
import type { PollSummary } from "../net/api";

export function Status({ poll: { is_open, closes_at } }: { poll: PollSummary }) {
  return (
    <p className="status">
      {closes_at ? until(is_open, closes_at) : is_open ? t`Open` : t`Closed`}
    </p>
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
