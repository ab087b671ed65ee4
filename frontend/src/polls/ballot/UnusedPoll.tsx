import type { Poll } from "../net/api";
import { ResultSheet } from "../result/ResultSheet";
import { ResultSoFar } from "../result/ResultSoFar";
import { Ballot } from "./Ballot";
import { CannotVote } from "./CannotVote";
import { hasNoChoices, unused } from "./OpenedPoll";
import { PollWithoutChoices } from "./PollWithoutChoices";

type Props = { poll: Poll; checking?: boolean };

/**
 * A poll as it looks to a voter who has done nothing on it. Its place is inert, so nothing calls the functions.
 * `checking`: the page does not know yet if this voter can vote.
 */
export function UnusedPoll({ poll, checking = false }: Props) {
  const results = poll.results ?? null;
  if (hasNoChoices(poll)) return <PollWithoutChoices poll={poll} />;
  if (!poll.is_open) {
    return (
      <>
        <CannotVote poll={poll} voted={false} refusal={null} missed={false} />
        <ResultSheet poll={poll} results={results} lost={false} />
      </>
    );
  }
  const paper = unused(poll, { voted: false, cookies: true, voter: null, results });
  return (
    <>
      <Ballot paper={paper} refusal={null} cast={async () => {}} {...{ checking }} />
      <ResultSoFar poll={poll} results={results} lost={false} onToggle={() => {}} />
    </>
  );
}
