import { type ReactNode, useState } from "react";
import type { Poll } from "./api";
import { Heading } from "./Heading";
import { Status } from "./Status";
import type { CountedVote } from "./vote";

/** What was torn off the ballot, or lies in its place: it says how things stand. */
function Slip({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="slip">
      <div className="body">
        <Heading level="h2">{title}</Heading>
        {children}
      </div>
    </section>
  );
}

export function Stub({ vote }: { vote: CountedVote }) {
  return (
    <Slip title={vote.superseded ? "Your first vote is counted" : "Your vote is counted"}>
      {vote.superseded && (
        <p>It had arrived before you changed it, and a vote that has arrived stays as it is.</p>
      )}
      <p className="receipt">
        <span className="visually-hidden">Receipt:</span>
        <code>{vote.receipt}</code>
        {"clipboard" in navigator && <CopyButton text={vote.receipt} />}
      </p>
      <p className="fine">
        Your receipt. Your vote is stored under it, and not under your name: note it to find your
        vote in a recount. It is not shown again.
      </p>
    </Slip>
  );
}

function CopyButton({ text }: { text: string }) {
  const [label, setLabel] = useState("Copy receipt");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setLabel("Copied"),
      () => setLabel("Select it to copy"),
    );
  return (
    <button type="button" onClick={copy} aria-live="polite">
      {label}
    </button>
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
