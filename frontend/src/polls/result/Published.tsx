import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "preact/hooks";
import { figure } from "../../shared/locale";
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
    return excerpt && (() => <Found {...{ poll, results, excerpt }} />);
  };
  return (
    <section className="sheet published">
      <div className="body">
        <h2>{t`All votes`}</h2>
        <p>
          {listed(poll, results)} {t`Use your receipt to find yours.`}
        </p>
        <ReceiptForm find={find} />
      </div>
      <div className="body">
        <Recount poll={poll} results={results} />
        <p className="fine">
          <Trans>
            Or download all votes as <a href={ballotsUrl(poll.slug, "csv")}>CSV</a> or{" "}
            <a href={ballotsUrl(poll.slug, "json")} download={`${poll.slug}.json`}>
              JSON
            </a>{" "}
            and count them yourself. The files identify choices by number;{" "}
            <a href={resultUrl(poll.slug)} download={`${poll.slug}-result.json`}>
              the result
            </a>{" "}
            lists the numbers with their texts.
          </Trans>
        </p>
      </div>
    </section>
  );
}

function Found(props: { poll: Poll; results: Results; excerpt: Excerpt }) {
  const { poll, results, excerpt } = props;
  const { lines, first, mine } = excerpt;
  const [line, total] = [figure(mine + 1), figure(results.ballots)];
  return (
    <>
      <p>
        <CountedChoices poll={poll} choices={lines[mine - first]?.choices ?? []} />
      </p>
      <p className="fine">{t`Line ${line} of ${total} in the list of all votes:`}</p>
      <ol className="rows excerpt">
        {lines.map(({ receipt, choices }, index) => (
          <li key={receipt} className={first + index === mine ? "mine" : undefined}>
            <span>{figure(first + index + 1)}</span>
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
    return (await addsUp(partsOf(poll), results, setCounted)) ? addedUp : didNotAddUp;
  };
  const [done, total] = [figure(counted), figure(results.ballots)];
  const progress = counted > 0 ? t`Counting … ${done} of ${total}` : t`Counting …`;
  return (
    <>
      <button type="button" onClick={() => ask(recount)} aria-disabled={asking}>
        {asking ? progress : t`Count all votes again`}
      </button>
      <div role="status">{answer}</div>
    </>
  );
}

const addedUp = () => t`Counted again on this page: the votes in the list add up to this result.`;

const didNotAddUp = () =>
  t`The votes in the list do not add up to this result. Tell the people who run this poll.`;

const listed = ({ voting }: Poll, { ballots }: Results) =>
  voting === "single"
    ? plural(ballots, {
        one: "# vote, under its receipt and without a name.",
        other: "# votes, each under its receipt and without a name.",
      })
    : plural(ballots, {
        one: "# ballot, under its receipt and without a name.",
        other: "# ballots, each under its receipt and without a name.",
      });
