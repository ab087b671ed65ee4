import { plural, t } from "@lingui/core/macro";
import type { Poll, Results } from "../net/api";
import { percentages } from "./percentages";

/** The number of votes, and a status message while the connection to the server is `lost`. */
export function Tally({ poll, results, lost }: { poll: Poll; results: Results; lost: boolean }) {
  const votes = tallied(poll, results);
  return (
    <p className="tally">
      <span>{poll.is_open ? t`So far: ${votes}` : t`Result: ${votes}`}</span>
      <span role="status">{lost && t`Reconnecting …`}</span>
    </p>
  );
}

function tallied(poll: Poll, results: Results): string {
  const { ballots } = results;
  if (ballots === 0) return poll.is_open ? t`no votes yet` : t`no votes`;
  if (poll.voting === "multiple") {
    return plural(ballots, {
      one: "# ballot, each with one choice or more. 100% is all ballots.",
      other: "# ballots, each with one choice or more. 100% is all ballots.",
    });
  }
  const votes = plural(ballots, { one: "# vote", other: "# votes" });
  return percentages(results).rounded ? t`${votes}, percentages rounded` : votes;
}
