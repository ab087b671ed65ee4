import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { refusesCookies } from "../ballot/OpenedPoll";
import { refusalText } from "../ballot/refusalText";
import { pendingAttempt } from "../ballot/unansweredBallot";
import type { PaperPage } from "../ballot/usePaper";
import { Heading } from "../layout/Heading";
import { getMe } from "../net/api";
import { ownVoter } from "../net/ownVoter";
import { CodeForm } from "./CodeForm";
import { enterAgain } from "./enterAgain";
import type { EnteredCode } from "./pass";

type Props = Pick<PaperPage, "paper" | "refusal" | "reload" | "next">;

/** Takes the place of the "Vote" button until the browser keeps cookies and the voter has entered a code. */
export function BeforeVote(page: Props) {
  return refusesCookies(page.paper) ? <AllowCookies {...page} /> : <AskForCode {...page} />;
}

const AllowCookies = ({ reload }: Props) => (
  <div className="foot">
    <p role="alert">
      {t`This poll needs a cookie to take one vote from each voter, and your browser blocks it. Allow cookies for this site, then try again.`}
    </p>
    <button type="button" className="primary" onClick={reload}>
      {t`Try again`}
    </button>
  </div>
);

function AskForCode({ paper, refusal, reload, next }: Props) {
  const { slug } = paper.poll;
  const before = useRef(ownVoter());
  const [foreign, setForeign] = useState(false);
  const entered = useFocusAfterwards();

  const open = async ({ voter }: EnteredCode) => {
    const me = await getMe(slug);
    setForeign(!me.voter);
    if (!me.voter) return;
    entered.current = true;
    // Another person's ballot leaves the screen with its ticks, and a ballot that got no answer is looked up.
    if ((before.current && before.current !== voter) || pendingAttempt(slug, voter)) next();
    else reload();
  };
  return (
    <section className="foot">
      <div className="body">
        <Heading level="h2">{t`Your code`}</Heading>
        <Why {...{ paper, refusal, foreign }} again={Boolean(before.current)} />
        <CodeForm onEntered={open} />
      </div>
    </section>
  );
}

function Why(props: Pick<Props, "paper" | "refusal"> & { foreign: boolean; again: boolean }) {
  const { refusal, foreign, again } = props;
  if (foreign) {
    return (
      <p role="alert">
        <Trans>
          This code is for other polls. Enter the code for this one, or{" "}
          <Link href="/vote">see the polls of your code</Link>.
        </Trans>
      </p>
    );
  }
  if (refusal) return <p role="alert">{refusalText(refusal)}</p>;
  return <p>{again ? enterAgain() : t`You need the code from your invitation to vote.`}</p>;
}

/** Moves the focus from the form that disappears to the "Vote" button that takes its place. */
function useFocusAfterwards() {
  const entered = useRef(false);
  useEffect(
    () => () =>
      // Once the form is gone.
      queueMicrotask(() => {
        if (entered.current && document.activeElement === document.body) {
          document.querySelector<HTMLElement>("form .primary")?.focus();
        }
      }),
    [],
  );
  return entered;
}
