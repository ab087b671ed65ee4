import { useState } from "react";
import { Ballot } from "./Ballot";
import { focusPage, useTitle } from "./Heading";
import { NextBallot } from "./NextBallot";
import { Failure, NotFound, Skeleton } from "./Notice";
import { ResultSheet } from "./Result";
import { ApiError } from "./request";
import { NoBallot, Stub } from "./Slip";
import { useLoad } from "./useLoad";
import { type CountedVote, isVerdict, openPaper, type Paper, vote } from "./vote";

export function PollPage({ slug }: { slug: string }) {
  const [round, setRound] = useState(1);
  return <OnePaper key={round} slug={slug} onNext={() => setRound(round + 1)} />;
}

function OnePaper({ slug, onNext }: { slug: string; onNext: () => void }) {
  const [load, reload] = useLoad(openPaper, slug);
  if (load.status === "loading") return <Skeleton rows={4} ballot />;
  if (load.status === "ready") {
    return <Sheets paper={load.data} onReload={reload} onNext={onNext} />;
  }
  if (load.error instanceof ApiError && load.error.status === 404) {
    return <NotFound>The link is mistyped, or the poll is not published.</NotFound>;
  }
  return <Failure error={load.error} onRetry={reload} />;
}

/** The ballot to fill in, or what became of it. */
function Sheets(props: { paper: Paper; onReload: () => void; onNext: () => void }) {
  const { paper, onReload, onNext } = props;
  const { poll, me } = paper;
  const [counted, setCounted] = useState<CountedVote | null>(null);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  useTitle(poll.question_text);

  const cast = async (choices: number[]) => {
    try {
      const answer = await vote(poll.slug, choices);
      focusPage();
      setCounted(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      if (!isVerdict(error)) return;
      focusPage();
      onReload();
    }
  };

  const done = counted ?? paper.counted;
  if (done) {
    return (
      <>
        <Stub vote={done} />
        <ResultSheet poll={poll} results={done.results} mine={done.choices}>
          {poll.is_open && <NextBallot slug={poll.slug} onNext={onNext} />}
        </ResultSheet>
      </>
    );
  }
  if (me.voted || !poll.is_open) {
    return (
      <>
        <NoBallot poll={poll} voted={me.voted} refused={refusal !== null} />
        <ResultSheet poll={poll} results={me.results ?? poll.results ?? null} />
      </>
    );
  }
  return <Ballot paper={paper} refusal={refusal} onVote={cast} />;
}
