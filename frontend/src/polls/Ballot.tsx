import { type FormEvent, useState, useTransition } from "react";
import type { Choice, Poll, Results } from "./api";
import { Heading } from "./Heading";
import { Bars, ballots, whenShown } from "./Result";
import type { ApiError } from "./request";
import { Status } from "./Status";
import { isVerdict, type Paper } from "./vote";

type Props = {
  paper: Paper;
  refusal: ApiError | null;
  /** Resolves when the server has answered, or has not; the page shows what came of it. */
  onVote: (choices: number[]) => Promise<void>;
};

export function Ballot({ paper: { poll, me, unanswered }, refusal, onVote }: Props) {
  const [chosen, setChosen] = useState(unanswered);
  const [incomplete, setIncomplete] = useState(false);
  const [sending, startSending] = useTransition();
  const single = poll.voting === "single";
  const limit = poll.max_choices ?? poll.choices.length;

  const toggle = (id: number) => {
    setIncomplete(false);
    if (single) setChosen([id]);
    else setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(chosen.length === 0);
    if (chosen.length > 0 && !sending) startSending(() => onVote(chosen));
  };

  return (
    <>
      <form className="sheet" onSubmit={submit}>
        <div className="strip">
          <p>Ballot paper</p>
          <Status poll={poll} />
        </div>
        <div className="perforation" />
        <fieldset aria-describedby="instruction">
          <legend className="body">
            <Heading>{poll.question_text}</Heading>
          </legend>
          <p id="instruction">{instruction(poll)}</p>
          {poll.choices.map((choice) => (
            <ChoiceRow
              key={choice.id}
              type={single ? "radio" : "checkbox"}
              choice={choice}
              checked={chosen.includes(choice.id)}
              disabled={!single && chosen.length >= limit && !chosen.includes(choice.id)}
              onChange={() => toggle(choice.id)}
            />
          ))}
        </fieldset>
        <div className="foot">
          {!single && limit < poll.choices.length && (
            <p role="status">
              {chosen.length} of {limit} chosen
            </p>
          )}
          {incomplete && (
            <p role="alert">{single ? "Choose one first." : "Choose at least one first."}</p>
          )}
          {!incomplete && !sending && (
            <Trouble refusal={refusal} unanswered={unanswered.length > 0} />
          )}
          <button type="submit" className="primary" aria-disabled={sending}>
            {sending ? "Voting …" : "Vote"}
          </button>
        </div>
      </form>
      <SoFar poll={poll} results={me.results ?? poll.results ?? null} />
    </>
  );
}

function instruction({ voting, max_choices, choices }: Poll): string {
  if (voting === "single" || max_choices === 1) return "Choose one.";
  if (max_choices === null || max_choices >= choices.length) return "Choose as many as you like.";
  return `Choose up to ${max_choices}.`;
}

function ChoiceRow(props: {
  type: "radio" | "checkbox";
  choice: Choice;
  checked: boolean;
  disabled: boolean;
  onChange: () => void;
}) {
  const { choice, ...input } = props;
  return (
    <label className="row choice">
      <span className="text">{choice.choice_text}</span>
      <input name="choice" value={choice.id} {...input} />
    </label>
  );
}

/** What went wrong with the last try; a message to a voter whose vote may have arrived ends by calming them. */
function Trouble({ refusal, unanswered }: { refusal: ApiError | null; unanswered: boolean }) {
  if (refusal) {
    const calm = isVerdict(refusal) ? "" : " However often you send your vote, it counts once.";
    return <p role="alert">{refusal.message + calm}</p>;
  }
  if (!unanswered) return null;
  return (
    <p role="status">
      Your last vote got no answer. It is marked above: vote again, and it counts once.
    </p>
  );
}

/** Closed at first, so that nobody is swayed who does not ask. */
function SoFar({ poll, results }: { poll: Poll; results: Results | null }) {
  if (!results) return <p className="aside fine">{whenShown(poll)}</p>;
  return (
    <details className="aside">
      <summary>See the result so far</summary>
      <div className="sheet">
        <p className="strip">{ballots(poll, results)}</p>
        <Bars results={results} mine={[]} />
      </div>
    </details>
  );
}
