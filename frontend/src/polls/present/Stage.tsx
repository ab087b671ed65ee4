import { t } from "@lingui/core/macro";
import { currentLanguage } from "../language/language";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import { useTitle } from "../layout/useTitle";
import type { Poll, Results } from "../net/api";
import { Bars } from "../result/Bars";
import { ResultNews } from "../result/ResultNews";
import { whenShown } from "../result/whenShown";
import { Stub } from "./Stub";
import { useFit } from "./useFit";

/** More choices than this stand in two columns. */
const ONE_COLUMN = 10;

/** A poll as a ballot paper that fills the screen: the question and its bars, and the stub at the side. */
export function Stage({ poll, lost }: { poll: Poll; lost: boolean }) {
  const { question_text, choices, is_open, voting } = poll;
  const results = poll.results ?? null;
  useTitle(question_text);
  const texts = [poll.paper, is_open, results !== null, currentLanguage()].join();
  const sheet = useFit<HTMLElement>(texts);
  const columns = choices.length > ONE_COLUMN ? 2 : 1;
  const layout = {
    "--columns": columns,
    "--rows": Math.ceil(choices.length / columns),
    "--length": question_text.length,
  };
  return (
    <div className={is_open ? "stage" : "stage closed"} style={layout}>
      <article className="paper" ref={sheet}>
        <div className="strip">
          <Status poll={poll} />
          <p role="status">{lost && t`Reconnecting …`}</p>
        </div>
        <Heading>{question_text}</Heading>
        {!results && <p className="note">{whenShown(poll)}</p>}
        {results && voting === "multiple" && (
          <p className="note">{t`Each ballot has one choice or more. 100% is all ballots.`}</p>
        )}
        {results ? (
          <Bars results={results} mine={[]} leading={is_open ? [] : leading(results)} />
        ) : (
          <Options poll={poll} />
        )}
      </article>
      <div className="perforation" />
      <Stub poll={poll} />
      <ResultNews poll={poll} results={results} />
    </div>
  );
}

/** The choices with most votes, if anyone has voted and the quorum, if there is one, was reached. */
function leading({ choices, quorum }: Results): number[] {
  if (quorum?.reached === false) return [];
  const most = Math.max(1, ...choices.map(({ votes }) => votes));
  return choices.filter(({ votes }) => votes === most).map(({ id }) => id);
}

/** The choices as they are on a ballot, while the result is not shown. */
const Options = ({ poll: { choices, voting } }: { poll: Poll }) => (
  <ul className="rows options" aria-label={t`Choices`}>
    {choices.map(({ id, choice_text }) => (
      <li key={id} className="row">
        <span className={voting === "single" ? "box round" : "box"} />
        <span className="text" dir="auto">
          {choice_text}
        </span>
      </li>
    ))}
  </ul>
);
