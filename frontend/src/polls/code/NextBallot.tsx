import { t } from "@lingui/core/macro";

/** Lets several voters share a device, in a poll that takes any number of ballots from a browser. */
export function NextBallot({ onNext }: { onNext: () => void }) {
  return (
    <section className="aside" aria-label={t`Next voter`}>
      <div className="body">
        <button type="button" onClick={onNext}>
          {t`Next ballot`}
        </button>
        <p className="fine">{t`For the next voter. Your receipt disappears from the screen.`}</p>
      </div>
    </section>
  );
}
