import type { Poll } from "../net/api";
import { Slip } from "./Slip";

/** Says why there is no ballot to fill in. `refused`: this page has just sent one, and it was not counted. */
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
