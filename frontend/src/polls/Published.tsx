import { useRef } from "react";
import { count, figure } from "../shared/locale";
import { type CountedBallot, getBallots, listOf, type Poll, type Results, resultOf } from "./api";
import { countedFor, NOT_FOUND, namesOf, ReceiptForm } from "./ReceiptForm";
import { addsUp } from "./recount";
import { useAnswer } from "./useAnswer";

/** All votes of a closed poll: to find one's own among them, to count again, and to take away. */
export function Published({ poll, results }: { poll: Poll; results: Results }) {
  const list = useRef<Promise<CountedBallot[]>>(null);
  const load = () => {
    list.current ??= getBallots(poll.slug).catch((error: unknown) => {
      list.current = null;
      throw error;
    });
    return list.current;
  };
  const find = async (receipt: string) => {
    const ballots = await load();
    const index = ballots.findIndex((ballot) => ballot.receipt === receipt);
    return index < 0 ? NOT_FOUND : <Found {...{ poll, ballots, index }} />;
  };
  return (
    <section className="sheet published">
      <div className="body">
        <h2>All votes</h2>
        <p>
          {count(results.ballots, poll.voting === "single" ? "vote" : "ballot")}, each under its
          receipt and no name. With your receipt you find yours.
        </p>
        <ReceiptForm find={find} />
      </div>
      <div className="body">
        <Recount results={results} load={load} />
        <p className="fine">
          Or download all votes, as <a href={listOf(poll.slug, "csv")}>CSV</a> or{" "}
          <a href={listOf(poll.slug, "json")} download={`${poll.slug}.json`}>
            JSON
          </a>
          , and count them yourself. They name choices by number:{" "}
          <a href={resultOf(poll.slug)} download={`${poll.slug}-result.json`}>
            the result
          </a>{" "}
          says which is which.
        </p>
      </div>
    </section>
  );
}

/** Ballots before and after the one that was looked for, which show that it stands in a list. */
const AROUND = 2;

function Found(props: { poll: Poll; ballots: CountedBallot[]; index: number }) {
  const { poll, ballots, index } = props;
  const first = Math.max(0, index - AROUND);
  const lines = ballots.slice(first, index + AROUND + 1);
  return (
    <>
      <p>{countedFor(poll, ballots[index]?.choices ?? [])}</p>
      <p className="fine">
        Line {figure(index + 1)} of {figure(ballots.length)} in the list of all votes:
      </p>
      <ol className="rows excerpt">
        {lines.map(({ receipt, choices }, line) => (
          <li key={receipt} className={first + line === index ? "mine" : undefined}>
            <span>{figure(first + line + 1)}</span>
            <code>{receipt}</code>
            <span>{namesOf(poll, choices)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Recount(props: { results: Results; load: () => Promise<CountedBallot[]> }) {
  const { results, load } = props;
  const { answer, asking, ask } = useAnswer();
  const recount = async () =>
    addsUp(await load(), results)
      ? "Counted again on this page: the votes in the list give this result."
      : "The votes in the list do not give this result. Tell the people who run this poll.";
  return (
    <>
      <button type="button" onClick={() => ask(recount)} aria-disabled={asking}>
        {asking ? "Counting …" : "Count all votes again"}
      </button>
      <div role="status">{answer}</div>
    </>
  );
}
