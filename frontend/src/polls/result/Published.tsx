import { useState } from "preact/hooks";
import { count, figure } from "../../shared/locale";
import type { Poll, Results } from "../net/api";
import { ballotsUrl, getBallots, resultUrl } from "../net/publishedBallots";
import { ChoiceTexts, CountedChoices } from "./CountedChoices";
import { ReceiptForm } from "./ReceiptForm";
import { addsUp, type Excerpt, excerptOf, type Parts } from "./recount";
import { useSingleRequest } from "./useSingleRequest";

/** Ballots per request, which is at most a megabyte. */
const BALLOTS_PER_PART = 10_000;

async function* partsOf({ slug }: Poll): Parts {
  let after: string | undefined;
  do {
    const part = await getBallots(slug, BALLOTS_PER_PART, after);
    yield part;
    after = part.length < BALLOTS_PER_PART ? undefined : part.at(-1)?.receipt;
  } while (after);
}

/** All votes of a closed poll. Voters can find their own, count all votes again, or download them. */
export function Published({ poll, results }: { poll: Poll; results: Results }) {
  const find = async (receipt: string) => {
    const excerpt = await excerptOf(partsOf(poll), receipt);
    return excerpt && <Found {...{ poll, results, excerpt }} />;
  };
  return (
    <section className="sheet published">
      <div className="body">
        <h2>All votes</h2>
        <p>
          {count(results.ballots, poll.voting === "single" ? "vote" : "ballot")}, each under its
          receipt and without a name. Use your receipt to find yours.
        </p>
        <ReceiptForm find={find} />
      </div>
      <div className="body">
        <Recount poll={poll} results={results} />
        <p className="fine">
          Or download all votes as <a href={ballotsUrl(poll.slug, "csv")}>CSV</a> or{" "}
          <a href={ballotsUrl(poll.slug, "json")} download={`${poll.slug}.json`}>
            JSON
          </a>{" "}
          and count them yourself. The files identify choices by number;{" "}
          <a href={resultUrl(poll.slug)} download={`${poll.slug}-result.json`}>
            the result
          </a>{" "}
          lists the numbers with their texts.
        </p>
      </div>
    </section>
  );
}

function Found(props: { poll: Poll; results: Results; excerpt: Excerpt }) {
  const { poll, results, excerpt } = props;
  const { lines, first, mine } = excerpt;
  return (
    <>
      <p>
        <CountedChoices poll={poll} choices={lines[mine - first]?.choices ?? []} />
      </p>
      <p className="fine">
        Line {figure(mine + 1)} of {figure(results.ballots)} in the list of all votes:
      </p>
      <ol className="rows excerpt">
        {lines.map(({ receipt, choices }, line) => (
          <li key={receipt} className={first + line === mine ? "mine" : undefined}>
            <span>{figure(first + line + 1)}</span>
            <code>{receipt}</code>
            <span>
              <ChoiceTexts poll={poll} choices={choices} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Recount({ poll, results }: { poll: Poll; results: Results }) {
  const { answer, asking, ask } = useSingleRequest();
  const [counted, setCounted] = useState(0);
  const recount = async () => {
    setCounted(0);
    return (await addsUp(partsOf(poll), results, setCounted))
      ? "Counted again on this page: the votes in the list add up to this result."
      : "The votes in the list do not add up to this result. Tell the people who run this poll.";
  };
  const progress = counted > 0 && ` ${figure(counted)} of ${figure(results.ballots)}`;
  return (
    <>
      <button type="button" onClick={() => ask(recount)} aria-disabled={asking}>
        {asking ? <>Counting …{progress}</> : "Count all votes again"}
      </button>
      <div role="status">{answer}</div>
    </>
  );
}
