import type { ReactNode } from "react";
import type { Poll } from "./api";
import { Heading } from "./Heading";
import { Receipt } from "./Receipt";
import { Status } from "./Status";
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
      <Slip title="You have already voted">
        <p>
          {refused
            ? "What you just sent was not counted: this browser had cast its ballot before."
            : "This browser has cast its ballot, and there is one for each."}
        </p>
      </Slip>
    );
  }
  return (
    <Slip title={refused ? "Your vote came too late" : "This poll is closed"}>
      {refused && <p>The poll closed before it arrived. It was not counted.</p>}
      <Status poll={poll} />
    </Slip>
  );
}
