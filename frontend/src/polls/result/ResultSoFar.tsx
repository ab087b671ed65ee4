import { t } from "@lingui/core/macro";
import type { Poll, Results } from "../net/api";
import { Bars } from "./Bars";
import { ResultNews } from "./ResultNews";
import { Tally } from "./Tally";

type Props = {
  poll: Poll;
  results: Results | null;
  lost: boolean;
  onToggle: (opened: boolean) => void;
};

/** The result below a ballot. It starts folded, so that it does not influence voters who do not ask for it. */
export function ResultSoFar({ poll, results, lost, onToggle }: Props) {
  if (!results) return null;
  return (
    <details className="aside" onToggle={({ currentTarget }) => onToggle(currentTarget.open)}>
      <summary>{t`See the result so far`}</summary>
      <div className="sheet">
        <Tally {...{ poll, results, lost }} />
        <ResultNews {...{ poll, results }} />
        <Bars results={results} mine={[]} />
      </div>
    </details>
  );
}
