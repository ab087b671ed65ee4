import { plural, t } from "@lingui/core/macro";
import { figure } from "../../shared/locale";
import type { Me, Poll, Results } from "../net/api";

type Props = { poll: Poll; me: Pick<Me, "results"> };

/** Says how many people on the roll have voted, if the page knows it, and whether that was enough. */
export function Turnout({ poll, me }: Props) {
  const { is_open, turnout } = poll;
  const results = me.results ?? poll.results;
  const known = results?.turnout ?? turnout;
  if (!known) return null;
  const { ballots, eligible } = known;
  const all = figure(eligible);
  return (
    <p className="aside">
      {is_open
        ? plural(ballots, {
            one: `# of ${all} people has voted.`,
            other: `# of ${all} people have voted.`,
          })
        : plural(ballots, {
            one: `# of ${all} people voted.`,
            other: `# of ${all} people voted.`,
          })}
      {results?.quorum && ` ${outcome(results.quorum)}`}
    </p>
  );
}

function outcome({ reached, needed }: NonNullable<Results["quorum"]>): string {
  const voters = figure(needed);
  return reached
    ? t`The quorum was reached: ${voters} had to vote.`
    : t`The quorum was not reached: ${voters} had to vote.`;
}
