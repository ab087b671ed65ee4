import { plural, t } from "@lingui/core/macro";
import { figure } from "../../shared/locale";
import { Turnout } from "../code/Turnout";
import type { Poll } from "../net/api";
import { linkOf } from "../share/linkOf";

/** The stub of the paper, which stays in sight: the way to the ballot, and how many have voted. */
export function Stub({ poll }: { poll: Poll }) {
  const { slug, is_open } = poll;
  const results = poll.results ?? null;
  const [host, path] = addressOf(slug);
  return (
    <div className="stub">
      <p className="call">
        {is_open ? t`Scan to vote` : results ? t`Scan to see the result` : t`Voting has ended.`}
      </p>
      <img
        src={`/api/polls/${slug}/qr.svg`}
        alt={t`QR code of the link`}
        width={160}
        height={160}
      />
      <p className="address">
        <code dir="ltr">
          <span>{host}</span>
          <span>{path}</span>
        </code>
      </p>
      {results && <Count poll={poll} ballots={results.ballots} />}
      <Turnout poll={poll} me={{ results }} />
    </div>
  );
}

function Count({ poll, ballots }: { poll: Poll; ballots: number }) {
  return (
    <p className="count">
      {/* A new element moves in: the number changed. */}
      <strong key={ballots}>{figure(ballots)}</strong> <span>{unit(poll, ballots)}</span>
    </p>
  );
}

/** The unit of a number of ballots. */
const unit = ({ voting }: Poll, votes: number): string =>
  voting === "single"
    ? plural(votes, { one: "vote", other: "votes" })
    : plural(votes, { one: "ballot", other: "ballots" });

/** The host and the path of the link, as people type them. It is the link of the QR code, which the page names. */
function addressOf(slug: string): [string, string] {
  const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
  const link = (canonical ?? linkOf(slug)).replace(/^https?:\/\//, "");
  const path = `/polls/${slug}`;
  return [link.slice(0, -path.length), path];
}
