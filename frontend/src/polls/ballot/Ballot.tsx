import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { figure } from "../../shared/locale";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import { lazyComponent } from "../net/lazyComponent";
import type { ApiError } from "../net/request";
import { usePending } from "../net/usePending";
import { instruction, limitOf } from "./BallotPaper";
import { ChoiceRow } from "./ChoiceRow";
import { FootMessage } from "./FootMessage";
import { isBlocked, refusesCookies } from "./OpenedPoll";
import { Terms } from "./Terms";
import type { PaperPage } from "./usePaper";
import { useTickedChoices } from "./useTickedChoices";

const ChangedPaper = lazyComponent(() =>
  import("./ChangedPaper").then((part) => part.ChangedPaper),
);

type Props = Pick<PaperPage, "paper" | "refusal" | "cast"> & { checking?: boolean };

/** `checking`: the page does not know yet if this voter can vote. */
export function Ballot({ paper, refusal, cast, checking = false }: Props) {
  const { poll, unanswered } = paper;
  const { chosen, toggle, change, forgetChange } = useTickedChoices(paper);
  const [incomplete, setIncomplete] = useState(false);
  const [sending, startSending] = usePending();
  const [delay, setDelay] = useState<ApiError | null>(null);
  const single = poll.voting === "single";
  const limit = limitOf(poll);
  const blocked = isBlocked(paper);

  const tick = (id: number) => {
    if (sending) return;
    setIncomplete(false);
    toggle(id);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setIncomplete(chosen.length === 0);
    if (chosen.length === 0 || sending || blocked) return;
    setDelay(null);
    forgetChange();
    startSending(() => cast(chosen, setDelay));
  };

  return (
    <>
      {change && (
        <ChangedPaper
          key={poll.paper}
          change={change}
          now={poll}
          sent={unanswered !== null || refusal?.settled === true}
        />
      )}
      <form className="sheet" onSubmit={submit}>
        <div className="strip">
          <p>{t`Ballot paper`}</p>
          <Status poll={poll} />
        </div>
        <div className="perforation" />
        <fieldset aria-describedby="instruction" disabled={refusesCookies(paper)}>
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
              // Preact lets the browser tick: a tick that does not count must not show.
              onClick={(event) => sending && event.preventDefault()}
              onChange={() => tick(choice.id)}
            />
          ))}
        </fieldset>
        <Terms poll={poll} />
        {!blocked && (
          <div className="foot">
            <div id="says" className="says">
              {!single && limit < poll.choices.length && (
                <p role="status" className="count">
                  {ticked(chosen.length, limit)}
                </p>
              )}
              <FootMessage
                {...{ sending, delay, refusal, checking }}
                missing={incomplete ? missing(single) : null}
                changed={change !== null}
                unanswered={unanswered !== null}
              />
            </div>
            <button
              type="submit"
              className="primary"
              aria-disabled={sending}
              aria-describedby="says terms"
            >
              {sending ? t`Voting …` : t`Vote`}
            </button>
          </div>
        )}
      </form>
    </>
  );
}

function ticked(chosen: number, limit: number): string {
  const [number, most] = [figure(chosen), figure(limit)];
  return t`${number} of ${most} chosen`;
}

const missing = (single: boolean) =>
  single ? t`Choose one first.` : t`Choose at least one first.`;
