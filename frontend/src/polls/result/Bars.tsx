import { plural, t } from "@lingui/core/macro";
import { figure } from "../../shared/locale";
import type { Results } from "../net/api";
import { percentages } from "./percentages";

type Props = { results: Results; mine: number[]; leading?: number[] };

/** A bar chart with one row per choice. The row's background is filled up to the choice's share of the ballots. */
export function Bars({ results, mine, leading = [] }: Props) {
  const { texts } = percentages(results);
  return (
    <ul className="rows bars" aria-label={t`Result`}>
      {results.choices.map(({ id, choice_text, votes }, index) => (
        <li
          key={id}
          className={`row bar${mine.includes(id) ? " mine" : ""}${leading.includes(id) ? " leading" : ""}`}
          style={{ backgroundSize: `${(100 * votes) / Math.max(1, results.ballots)}% 100%` }}
        >
          <span className="text" dir="auto">
            {choice_text}
            {mine.includes(id) && <span className="visually-hidden"> {t`(your choice)`}</span>}
            {leading.includes(id) && <span className="visually-hidden"> {t`(most votes)`}</span>}
          </span>
          <span className="share">{texts[index]}</span>
          <span className="votes">
            {figure(votes)}
            <span className="visually-hidden">
              {" "}
              {plural(votes, { one: "vote", other: "votes" })}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
