import { t } from "@lingui/core/macro";
import { useCallback } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { LeaveButton } from "./LeaveButton";

/** The way from a poll back to all polls of the voter's code, and to the next person. */
export function OwnCode() {
  const [, go] = useLocation();
  const onLeft = useCallback(() => go("/vote", { state: { left: true } }), [go]);
  return (
    <section className="aside" aria-label={t`Your code`}>
      <div className="body">
        <Link href="/vote">{t`All polls of your code`}</Link>
        <LeaveButton onLeft={onLeft} />
      </div>
    </section>
  );
}
