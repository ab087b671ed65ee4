import { isBlocked } from "../ballot/OpenedPoll";
import type { PaperPage } from "../ballot/usePaper";
import { BeforeVote } from "./BeforeVote";
import { NextBallot } from "./NextBallot";
import { OwnCode } from "./OwnCode";
import { VotePage } from "./VotePage";

/** The page `/vote` or, on `page`, the step before the vote or to the next voter. */
export function CodeParts({ page }: { page?: PaperPage }) {
  if (!page) return <VotePage />;
  if (isBlocked(page.paper)) return <BeforeVote {...page} />;
  if (page.paper.me.voter) return <OwnCode />;
  return page.paper.poll.is_open && <NextBallot onNext={page.next} />;
}
