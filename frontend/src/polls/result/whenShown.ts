import { t } from "@lingui/core/macro";
import { zonedTime } from "../../shared/locale";
import type { Poll } from "../net/api";

/** Says when a result that this voter cannot see yet is shown. */
export function whenShown({ results_visibility, is_open, closes_at }: Poll): string {
  if (results_visibility === "staff") return t`The result goes to the people who run this poll.`;
  if (results_visibility === "always" || !is_open) {
    return t`The result is not here yet. Reload the page in a moment.`;
  }
  const close = closes_at && zonedTime(closes_at);
  if (results_visibility === "after_vote") {
    return close
      ? t`You see the result once you have voted, and everyone sees it after the poll closes, ${close}.`
      : t`You see the result once you have voted, and everyone sees it once the poll is closed.`;
  }
  return close
    ? t`The result is shown after the poll closes, ${close}.`
    : t`The result is shown once the poll is closed.`;
}
