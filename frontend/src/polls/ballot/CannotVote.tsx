import type { Poll } from "../net/api";
import { NoticeSlip } from "./NoticeSlip";

/** Says why there is no ballot to fill in. `refused`: this page has just sent one, and it was not counted. */
export function CannotVote(props: { poll: Poll; voted: boolean; refused: boolean }) {
  const { poll, voted, refused } = props;
  const source = poll.voter_check === "roll" ? "with this code" : "from this browser";
  if (voted) {
    return (
      <NoticeSlip title={poll.is_open ? "You have already voted" : "This poll is closed"}>
        <p>
          {refused
            ? `The vote you just sent was not counted: one ${source} was counted before.`
            : `Your vote ${source} was counted.`}
        </p>
      </NoticeSlip>
    );
  }
  return (
    <NoticeSlip title={refused ? "Your vote came too late" : "This poll is closed"}>
      <p>
        {refused ? "The poll closed before it arrived. It was not counted." : "Voting has ended."}
      </p>
    </NoticeSlip>
  );
}
