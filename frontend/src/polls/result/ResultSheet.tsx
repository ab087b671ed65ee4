import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import type { Poll, Results } from "../net/api";
import { Bars } from "./Bars";
import { ResultNews } from "./ResultNews";
import { Tally } from "./Tally";
import { whenShown } from "./whenShown";

type Props = {
  poll: Poll;
  results: Results | null;
  lost: boolean;
  mine?: number[];
};

/** Takes the place of the ballot once the voter cannot vote any more. `mine`: the choices of the voter's vote. */
export function ResultSheet({ poll, results, lost, mine = [] }: Props) {
  return (
    <article className="sheet torn">
      <div className="body">
        <Heading>{poll.question_text}</Heading>
        <Status poll={poll} toVoter />
        {results ? <Tally {...{ poll, results, lost }} /> : <p>{whenShown(poll)}</p>}
        <ResultNews {...{ poll, results }} />
      </div>
      {results && results.choices.length > 0 && <Bars results={results} mine={mine} />}
    </article>
  );
}
