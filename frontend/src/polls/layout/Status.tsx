import { localTime } from "../../shared/locale";
import type { PollSummary } from "../net/api";

export function Status({ poll: { is_open, closes_at } }: { poll: PollSummary }) {
  return (
    <p className="status">
      {is_open ? (closes_at ? "Open until " : "Open") : "Closed "}
      {closes_at && <time dateTime={closes_at}>{localTime(closes_at)}</time>}
    </p>
  );
}
