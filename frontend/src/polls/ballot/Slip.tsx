import type { ReactNode } from "react";
import { isolate } from "../../shared/bidi";
import { Heading, useTitle } from "../layout/Heading";
import { Status } from "../layout/Status";
import type { Poll } from "../net/api";
import { Receipt } from "./Receipt";
import type { CountedVote } from "./vote";

/** What was torn off the ballot, or lies in its place: it says how things stand. */
export function Slip({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="slip">
      <div className="body">
        <Heading level="h2">{title}</Heading>
        {children}
      </div>
    </section>
  );
}

export function Stub({ poll, vote }: { poll: Poll; vote: CountedVote }) {
  return (
    <Slip title={vote.superseded ? "Your first vote is counted" : "Your vote is counted"}>
      {vote.superseded && (
        <p>It had arrived before you changed it, and a vote that has arrived stays as it is.</p>
      )}
      <Receipt poll={poll} receipt={vote.receipt} />
    </Slip>
  );
}

/** In place of a ballot, where there is none to fill in; `refused`: this page has just sent one in vain. */
export function NoBallot(props: { poll: Poll; voted: boolean; refused: boolean }) {
  const { poll, voted, refused } = props;
  if (voted) {
    return (
      <Slip title={poll.is_open ? "You have already voted" : "This poll is closed"}>
        <p>
          {refused
            ? "What you just sent was not counted: this browser had cast its ballot before."
            : poll.is_open
              ? "This browser has cast its ballot, and there is one for each."
              : "Your vote from this browser was counted."}
        </p>
      </Slip>
    );
  }
  return (
    <Slip title={refused ? "Your vote came too late" : "This poll is closed"}>
      <p>
        {refused
          ? "The poll closed before it arrived. It was not counted."
          : "No more votes are taken."}
      </p>
    </Slip>
  );
}

/** In place of the ballot of a poll that is open and has nothing to choose from. */
export function NoChoices({ poll }: { poll: Poll }) {
  useTitle(isolate(poll.question_text));
  return (
    <div className="sheet torn body">
      <Heading>{poll.question_text}</Heading>
      <Status poll={poll} />
      <p>This poll has no choices yet, so nobody can vote. Load the page again later.</p>
    </div>
  );
}
