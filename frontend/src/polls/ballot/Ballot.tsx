import { type FormEvent, useState, useTransition } from "react";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import type { Choice } from "../net/api";
import { later } from "../net/later";
import type { ApiError } from "../net/request";
import { isBusy } from "../net/retry";
import { ResultSoFar } from "../result/ResultSoFar";
import { visibleResults } from "../result/visibleResults";
import { type BallotPaper, instruction, limitOf, stillTicked } from "./BallotPaper";
import type { PaperChange } from "./ChangedPaper";
import type { VoterPaper } from "./VoterPaper";
import { isVerdict } from "./vote";

const ChangedPaper = later(() => import("./ChangedPaper").then((part) => part.ChangedPaper));

type Props = {
  opened: VoterPaper;
  refusal: ApiError | null;
  lost: boolean;
  /** Whether the browser refuses the cookie by which the poll tells voters apart. */
  blocked: boolean;
  onRetry: () => void;
  /** Resolves when the server has answered, or has not; the page shows what came of it. */
  onVote: (choices: number[], onWait: (error: ApiError) => void) => Promise<void>;
  /** Whether the voter wants to see the result before the vote. */
  onAsk: (asked: boolean) => void;
};

export function Ballot({ opened, refusal, lost, blocked, onRetry, onVote, onAsk }: Props) {
  const { poll, unanswered } = opened;
  const [chosen, setChosen] = useState(unanswered?.choices ?? []);
  const [read, setRead] = useState<BallotPaper>(unanswered?.paper ?? poll);
  const [change, setChange] = useState<PaperChange | null>(null);
  const [incomplete, setIncomplete] = useState(false);
  const [sending, startSending] = useTransition();
  const [delay, setDelay] = useState<ApiError | null>(null);
  const single = poll.voting === "single";
  const limit = limitOf(poll);

  if (read.paper !== poll.paper) {
    const left = stillTicked(chosen, read, poll);
    setRead(poll);
    setChosen(left);
    setChange({ before: change?.before ?? read, ticked: chosen.length, left: left.length });
  }

  const toggle = (id: number) => {
    if (sending) return;
    setIncomplete(false);
    if (single) setChosen([id]);
    else setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(chosen.length === 0);
    if (chosen.length === 0 || sending || blocked) return;
    setDelay(null);
    setChange(null);
    startSending(() => onVote(chosen, setDelay));
  };

  return (
    <>
      {change && (
        <ChangedPaper
          key={poll.paper}
          change={change}
          now={poll}
          sent={unanswered !== null || refusal !== null}
        />
      )}
      <form className="sheet" onSubmit={submit}>
        <div className="strip">
          <p>Ballot paper</p>
          <Status poll={poll} />
        </div>
        <div className="perforation" />
        <fieldset aria-describedby="instruction" disabled={blocked}>
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
              aria-disabled={sending}
              onChange={() => toggle(choice.id)}
            />
          ))}
        </fieldset>
        {blocked && <Blocked onRetry={onRetry} />}
        <div className="foot" hidden={blocked}>
          {!single && limit < poll.choices.length && (
            <p role="status">
              {chosen.length} of {limit} chosen
            </p>
          )}
          {incomplete && (
            <p role="alert">{single ? "Choose one first." : "Choose at least one first."}</p>
          )}
          {sending && delay && <p role="status">{onItsWay(delay)}</p>}
          {!incomplete && !sending && (
            <Trouble refusal={refusal} changed={change !== null} unanswered={unanswered !== null} />
          )}
          <button type="submit" className="primary" aria-disabled={sending}>
            {sending ? "Voting …" : "Vote"}
          </button>
        </div>
      </form>
      <ResultSoFar poll={poll} results={visibleResults(opened)} lost={lost} onToggle={onAsk} />
    </>
  );
}

/** In place of the button to vote. */
const Blocked = ({ onRetry }: { onRetry: () => void }) => (
  <div className="foot">
    <p role="alert">
      This poll takes one vote from each browser and needs a cookie for that, which your browser
      refuses. Allow cookies for this site, then try again.
    </p>
    <button type="button" className="primary" onClick={onRetry}>
      Try again
    </button>
  </div>
);

function ChoiceRow(props: {
  type: "radio" | "checkbox";
  choice: Choice;
  checked: boolean;
  disabled: boolean;
  "aria-disabled": boolean;
  onChange: () => void;
}) {
  const { choice, ...input } = props;
  return (
    <label className="row choice">
      <span className="text" dir="auto">
        {choice.choice_text}
      </span>
      <input name="choice" value={choice.id} {...input} />
    </label>
  );
}

/** For the voter who waits: the vote is sent until there is an answer, and nothing has to be done. */
const onItsWay = (error: ApiError) =>
  isBusy(error)
    ? "Many are voting just now. Your vote is on its way …"
    : "No answer yet. Your vote is sent again until there is one, and counts once.";

/** What went wrong with the last try; a message to a voter whose vote may have arrived ends by calming them. */
function Trouble(props: { refusal: ApiError | null; changed: boolean; unanswered: boolean }) {
  const { refusal, changed, unanswered } = props;
  if (refusal) {
    const calm = isVerdict(refusal) ? "" : " However often you send your vote, it counts once.";
    return <p role="alert">{refusal.message + calm}</p>;
  }
  if (changed) return <p role="alert">The poll was changed. Nothing was counted.</p>;
  if (!unanswered) return null;
  return (
    <p role="status">
      Your last vote got no answer. It is marked above: vote again, and it counts once.
    </p>
  );
}
