import { count } from "../../shared/locale";
import type { Poll, Results } from "../net/api";
import { percentages } from "./percentages";

/** The number of votes, and a status message while the connection to the server is `lost`. */
export function Tally({ poll, results, lost }: { poll: Poll; results: Results; lost: boolean }) {
  return (
    <p className="tally">
      <span>
        {poll.is_open ? "So far" : "Result"}: {ballots(poll, results)}
      </span>
      <span role="status">{lost && "Reconnecting …"}</span>
    </p>
  );
}

function ballots(poll: Poll, results: Results): string {
  if (results.ballots === 0) return poll.is_open ? "no votes yet" : "no votes";
  if (poll.voting === "multiple") {
    return `${count(results.ballots, "ballot")}, each with one choice or more. 100% is all ballots.`;
  }
  const votes = count(results.ballots, "vote");
  return percentages(results).rounded ? `${votes}, percentages rounded` : votes;
}
