import { figure } from "../../shared/locale";
import type { OpenedPoll } from "../ballot/OpenedPoll";
import type { Results } from "../net/api";

/** Says how many people on the roll have voted, if the page knows it, and whether that was enough. */
export function Turnout({ poll, me }: Pick<OpenedPoll, "poll" | "me">) {
  const { is_open, turnout } = poll;
  const results = me.results ?? poll.results;
  const known = results?.turnout ?? turnout;
  if (!known) return null;
  const { ballots, eligible } = known;
  const have = is_open ? (ballots === 1 ? " has" : " have") : "";
  return (
    <p className="aside">
      {figure(ballots)} of {figure(eligible)} people{have} voted.
      {results?.quorum && ` ${outcome(results.quorum)}`}
    </p>
  );
}

const outcome = ({ reached, needed }: NonNullable<Results["quorum"]>) =>
  `The quorum was ${reached ? "" : "not "}reached: ${figure(needed)} had to vote.`;
