import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { Ballot } from "./ballot/Ballot";
import { CannotVote } from "./ballot/CannotVote";
import { hasNoChoices, isBlocked } from "./ballot/OpenedPoll";
import { PollGone } from "./ballot/PollGone";
import { PollWithoutChoices } from "./ballot/PollWithoutChoices";
import { UnusedPoll } from "./ballot/UnusedPoll";
import { pendingAttempt } from "./ballot/unansweredBallot";
import { type PaperPage, usePaper } from "./ballot/usePaper";
import { VoteCounted } from "./ballot/VoteCounted";
import { Codes } from "./code/Codes";
import { Failure } from "./layout/Failure";
import { NotFound } from "./layout/NotFound";
import { Skeleton } from "./layout/Skeleton";
import { useTitle } from "./layout/useTitle";
import { broughtPoll } from "./net/api";
import { isFramed } from "./net/frame";
import { lazyComponent } from "./net/lazyComponent";
import { ApiError } from "./net/request";
import { ReceiptLookUp } from "./result/ReceiptLookUp";
import { ResultSheet } from "./result/ResultSheet";
import { ResultSoFar } from "./result/ResultSoFar";
import { currentResults, visibleResults } from "./result/visibleResults";
import { Share } from "./share/Share";

const Corrections = lazyComponent(() =>
  import("./result/Corrections").then((part) => part.Corrections),
);
const FramedVote = lazyComponent(() =>
  import("./embed/FrameParts").then((part) => part.FramedVote),
);
const Published = lazyComponent(() => import("./result/Published").then((part) => part.Published));

export function PollPage({ slug }: { slug: string }) {
  const page = usePaper(slug);
  const [brought] = useState(() => broughtPoll(slug));
  const { status, paper, error, reload } = page;
  if (status === "failed") {
    if (!(error instanceof ApiError && error.status === 404)) {
      return <Failure error={error} onRetry={reload} />;
    }
    if (paper || pendingAttempt(slug, null)) return <PollGone paper={paper} />;
    return <NotFound>{t`The link may be mistyped, or the poll is not published.`}</NotFound>;
  }
  if (!paper) {
    if (!brought || status === "busy") return <Skeleton rows={4} ballot busy={status === "busy"} />;
    return (
      <div inert>
        <UnusedPoll poll={brought} checking={brought.voter_check !== "none"} />
      </div>
    );
  }
  if (hasNoChoices(paper.poll)) return <PollWithoutChoices poll={paper.poll} />;
  return <Sheets key={page.turn} {...page} paper={paper} />;
}

/** The ballot, or the result in its place, and the published votes below. A frame leaves out what its own page has. */
function Sheets(page: PaperPage) {
  const { paper, votable, lost, watch } = page;
  const { poll, counted } = paper;
  useTitle(poll.question_text);
  const published = poll.is_open || votable ? null : currentResults(paper);
  const framed = isFramed();
  return (
    <>
      {votable ? <Ballot {...page} /> : <Outcome {...page} />}
      {framed
        ? isBlocked(paper) && <FramedVote poll={poll} />
        : (poll.voter_check === "none"
            ? counted
            : poll.voter_check === "roll" || isBlocked(paper)) && <Codes page={page} />}
      {votable && (
        <ResultSoFar {...{ poll, lost }} results={visibleResults(paper)} onToggle={watch} />
      )}
      {!framed &&
        (published?.ballots ? (
          <Published poll={poll} results={published} />
        ) : (
          <ReceiptLookUp poll={poll} />
        ))}
      {poll.corrections.length > 0 && <Corrections poll={poll} />}
      {!framed && <Share poll={poll} />}
    </>
  );
}

/** The outcome of the voter's ballot, and the result. */
function Outcome({ paper, lost, refusal }: PaperPage) {
  const { poll, me, counted } = paper;
  return (
    <>
      {counted ? (
        <VoteCounted poll={poll} vote={counted} />
      ) : (
        <CannotVote {...{ poll, refusal }} voted={me.voted} missed={paper.missed} />
      )}
      <ResultSheet {...{ poll, results: visibleResults(paper), lost }} mine={counted?.choices} />
    </>
  );
}
