import { localTime } from "../../shared/locale";
import type { PollSummary } from "../net/api";

export function Status({ poll }: { poll: PollSummary }) {
  const closing = poll.closes_at && (
    <time dateTime={poll.closes_at}>{localTime(poll.closes_at)}</time>
  );
  if (!poll.is_open) return <p className="status">Closed {closing}</p>;
  return <p className="status">{closing ? <>Open until {closing}</> : "Open"}</p>;
}
