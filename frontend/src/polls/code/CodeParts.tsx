import { isBlocked } from "../ballot/OpenedPoll";
import type { PaperPage } from "../ballot/usePaper";
import { BeforeVote } from "./BeforeVote";
import { NextBallot } from "./NextBallot";
import { OwnCode } from "./OwnCode";
import { Turnout } from "./Turnout";
import { VotePage } from "./VotePage";

/** The page `/vote` or, on `page`, the step before the vote or to the next voter. */
export function CodeParts({ page }: { page?: PaperPage }) {
  if (!page) return <VotePage />;
  const { poll, me } = page.paper;
  if (poll.voter_check === "none") return poll.is_open && <NextBallot onNext={page.next} />;
  return (
    <>
      {isBlocked(page.paper) && <BeforeVote {...page} />}
      <Turnout {...page.paper} />
      {me.voter && <OwnCode />}
    </>
  );
}
