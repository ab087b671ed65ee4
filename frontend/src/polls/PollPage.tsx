import { useEffect, useRef, useState } from "react";
import { isolate } from "../shared/bidi";
import { pendingAttempt } from "./ballot/attempt";
import { Ballot } from "./ballot/Ballot";
import { Gone } from "./ballot/Gone";
import { NextBallot } from "./ballot/NextBallot";
import { NoBallot } from "./ballot/NoBallot";
import { NoChoices } from "./ballot/NoChoices";
import { openPoll } from "./ballot/openPoll";
import { Stub } from "./ballot/Stub";
import { refusesCookies, type VoterPaper, withVote } from "./ballot/VoterPaper";
import { isOtherPaper, isVerdict, vote } from "./ballot/vote";
import { Failure } from "./layout/Failure";
import { focusPage } from "./layout/Heading";
import { NotFound } from "./layout/NotFound";
import { Skeleton } from "./layout/Skeleton";
import { useTitle } from "./layout/useTitle";
import type { Me, Poll } from "./net/api";
import { later } from "./net/later";
import { ApiError } from "./net/request";
import { type Load, useLoad } from "./net/useLoad";
import { LookUp } from "./result/LookUp";
import { ResultSheet } from "./result/ResultSheet";
import { useLiveResults } from "./result/useLiveResults";
import { currentResults, visibleResults } from "./result/visibleResults";

const Published = later(() => import("./result/Published").then((part) => part.Published));

export function PollPage({ slug }: { slug: string }) {
  const [round, setRound] = useState(1);
  return <OneBallot key={round} slug={slug} onNext={() => setRound(round + 1)} />;
}

function OneBallot({ slug, onNext }: { slug: string; onNext: () => void }) {
  const [load, reload, setLoad] = useLoad(openPoll, slug);
  if (load.status === "loading") return <Skeleton rows={4} ballot busy={load.busy} />;
  if (load.status === "ready") {
    const { poll } = load.data;
    if (poll.is_open && poll.choices.length === 0) return <NoChoices poll={poll} />;
    return (
      <Sheets
        opened={load.data}
        onChange={(change) => setLoad((old) => changed(old, change))}
        onGone={(error) => {
          focusPage();
          setLoad((old) => ({ ...old, status: "failed", error }));
        }}
        onReload={reload}
        onNext={onNext}
      />
    );
  }
  if (load.error instanceof ApiError && load.error.status === 404) {
    if (load.data || pendingAttempt(slug)) return <Gone paper={load.data ?? null} />;
    return <NotFound>The link is mistyped, or the poll is not published.</NotFound>;
  }
  return <Failure error={load.error} onRetry={reload} />;
}

type Change = (opened: VoterPaper) => Partial<VoterPaper>;

const changed = (load: Load<VoterPaper>, change: Change): Load<VoterPaper> =>
  load.status === "ready" ? { ...load, data: { ...load.data, ...change(load.data) } } : load;

/** The ballot to fill in, or what became of it. */
function Sheets(props: {
  opened: VoterPaper;
  onChange: (change: Change) => void;
  onGone: (error: ApiError) => void;
  onReload: () => void;
  onNext: () => void;
}) {
  const { opened, onChange, onGone, onReload, onNext } = props;
  const { poll, me, counted } = opened;
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [asked, setAsked] = useState(false);
  const votable = poll.is_open && !me.voted && !counted;
  const left = useRef(new AbortController());
  useTitle(isolate(poll.question_text));
  useEffect(() => {
    left.current = new AbortController();
    return () => left.current.abort();
  }, []);

  const replace = (now: Poll, me: Me) => {
    if (votable && !(now.is_open && now.paper === poll.paper)) focusPage();
    onChange(() => ({ poll: now, me }));
  };
  const lost = useLiveResults(opened, asked || !votable, {
    onResults: (results) => onChange(({ me }) => ({ me: { ...me, results } })),
    onEdit: replace,
    onOver: replace,
    onGone,
  });

  const cast = async (choices: number[], onWait: (error: ApiError) => void) => {
    const { signal } = left.current;
    try {
      const counted = await vote(poll, choices, onWait, signal);
      focusPage();
      onChange(({ me }) => withVote(me, counted));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      if (!isVerdict(error)) return;
      focusPage();
      if (error.status === 404) onGone(error);
      else if (isOtherPaper(error)) onChange(() => ({ poll: error.current as Poll }));
      else onReload();
    }
  };

  const results = visibleResults(opened);
  const published = poll.is_open ? null : currentResults(opened);
  return (
    <>
      {votable && (
        <Ballot
          {...{ opened, refusal, lost }}
          blocked={refusesCookies(opened)}
          onRetry={onReload}
          onVote={cast}
          onAsk={setAsked}
        />
      )}
      {!votable && (
        <>
          {counted ? (
            <Stub poll={poll} vote={counted} />
          ) : (
            <NoBallot poll={poll} voted={me.voted} refused={refusal !== null} />
          )}
          <ResultSheet {...{ poll, results, lost }} mine={counted?.choices}>
            {counted && poll.is_open && poll.voter_check === "none" && (
              <NextBallot onNext={onNext} />
            )}
          </ResultSheet>
        </>
      )}
      {published ? <Published poll={poll} results={published} /> : <LookUp poll={poll} />}
    </>
  );
}
