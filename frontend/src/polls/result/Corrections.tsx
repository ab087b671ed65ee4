import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useId } from "preact/hooks";
import { zonedTime } from "../../shared/locale";
import type { Poll } from "../net/api";

/** The texts that were corrected after people had voted on them, as they were. */
export function Corrections({ poll }: { poll: Poll }) {
  const title = useId();
  return (
    <section className="aside" aria-labelledby={title}>
      <p id={title}>{t`A text was corrected after people had voted:`}</p>
      <ul>
        {poll.corrections.map(({ id, text_before, text_after, corrected_at }) => (
          <li key={id}>
            <time dateTime={corrected_at}>{zonedTime(corrected_at)}</time>:{" "}
            <Trans>
              “<bdi>{text_before}</bdi>” became “<bdi>{text_after}</bdi>”.
            </Trans>
          </li>
        ))}
      </ul>
    </section>
  );
}
