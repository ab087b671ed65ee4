import type { Poll } from "../net/api";
import { ResultSheet } from "../result/ResultSheet";
import { ResultSoFar } from "../result/ResultSoFar";
import { Ballot } from "./Ballot";
import { CannotVote } from "./CannotVote";
import { hasNoChoices } from "./OpenedPoll";
import { PollWithoutChoices } from "./PollWithoutChoices";

/** A poll as it looks to a voter who has done nothing on it. Its place is inert, so nothing calls the functions. */
export function UnusedPoll({ poll }: { poll: Poll }) {
  const results = poll.results ?? null;
  if (hasNoChoices(poll)) return <PollWithoutChoices poll={poll} />;
  if (!poll.is_open) {
    return (
      <>
        <CannotVote poll={poll} voted={false} refused={false} />
        <ResultSheet poll={poll} results={results} lost={false} />
      </>
    );
  }
  const me = { voted: false, cookies: true, voter: null, results };
  const paper = { poll, me, counted: null, unanswered: null };
  return (
    <>
      <Ballot paper={paper} refusal={null} cast={async () => {}} />
      <ResultSoFar poll={poll} results={results} lost={false} onToggle={() => {}} />
    </>
  );
}
