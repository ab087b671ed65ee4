import { localTime } from "../../shared/locale";
import type { Poll } from "../net/api";

/** Says when a result that this voter cannot see yet is shown. */
export function whenShown({ results_visibility, is_open, closes_at }: Poll): string {
  if (results_visibility === "staff") return "The result goes to the people who run this poll.";
  if (results_visibility === "always" || !is_open) {
    return "The result is not here yet. Reload the page in a moment.";
  }
  const close = closes_at
    ? `after the poll closes, ${localTime(closes_at)}`
    : "once the poll is closed";
  return results_visibility === "after_vote"
    ? `You see the result once you have voted, and everyone sees it ${close}.`
    : `The result is shown ${close}.`;
}
