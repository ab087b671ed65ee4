import type { ReactNode } from "react";
import { count, figure, localTime } from "../../shared/locale";
import { shares } from "../../shared/shares";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import type { Poll, Results } from "../net/api";

type SheetProps = {
  poll: Poll;
  results: Results | null;
  lost: boolean;
  mine?: number[];
  children?: ReactNode;
};

/** The ballot once there is nothing more to fill in: `mine` are the choices of the vote just counted. */
export function ResultSheet({ poll, results, lost, mine = [], children }: SheetProps) {
  return (
    <article className="sheet torn">
      <div className="body">
        <Heading>{poll.question_text}</Heading>
        <Status poll={poll} />
        {results ? <Tally {...{ poll, results, lost }} /> : <p>{whenShown(poll)}</p>}
      </div>
      {results && results.choices.length > 0 && <Bars results={results} mine={mine} />}
      {children}
    </article>
  );
}

/** How many voted; where the result moves and the way to the server is `lost`, that it will move again. */
export function Tally({ poll, results, lost }: { poll: Poll; results: Results; lost: boolean }) {
  return (
    <p className="tally">
      <span>
        {poll.is_open ? "So far" : "Result"}: {ballots(poll, results)}
      </span>
      <span role="status">{lost && "Reconnecting …"}</span>
    </p>
  );
}

/** One row per choice, filled from behind the text by its share of the ballots. */
export function Bars({ results, mine }: { results: Results; mine: number[] }) {
  const { texts } = sharesOf(results);
  return (
    <ul className="rows bars" aria-label="Result">
      {results.choices.map(({ id, choice_text, votes }, index) => (
        <li
          key={id}
          className={mine.includes(id) ? "row bar mine" : "row bar"}
          style={{ backgroundSize: `${(100 * votes) / Math.max(1, results.ballots)}% 100%` }}
        >
          <span className="text" dir="auto">
            {choice_text}
            {mine.includes(id) && <span className="visually-hidden"> (your choice)</span>}
          </span>
          <span className="share">{texts[index]}</span>
          <span className="votes">
            {figure(votes)}
            <span className="visually-hidden">{votes === 1 ? " vote" : " votes"}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function ballots(poll: Poll, results: Results): string {
  if (results.ballots === 0) return poll.is_open ? "no votes yet" : "no votes";
  if (poll.voting === "multiple") {
    return `${count(results.ballots, "ballot")}, each with one choice or more. 100% is all ballots.`;
  }
  const votes = count(results.ballots, "vote");
  return sharesOf(results).rounded ? `${votes}, percentages rounded` : votes;
}

const sharesOf = ({ choices, ballots }: Results) =>
  shares(
    choices.map(({ votes }) => votes),
    ballots,
  );

/** Why there is no result to see, and when there will be. */
export function whenShown({ results_visibility, is_open, closes_at }: Poll): string {
  if (results_visibility === "staff") return "The result goes to the people who run this poll.";
  if (results_visibility === "always" || !is_open) {
    return "The result is not here yet. Load the page again in a moment.";
  }
  const close = closes_at ? `after the close, ${localTime(closes_at)}` : "once the poll is closed";
  return results_visibility === "after_vote"
    ? `You see the result once you have voted, and everyone sees it ${close}.`
    : `The result is shown ${close}.`;
}
