import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter-preact";
import { isolate } from "../../shared/bidi";
import { isToday, locale, zonedHour } from "../../shared/locale";
import { shares } from "../../shared/shares";
import { Status } from "../layout/Status";
import type { ListedPoll } from "../net/api";
import { DAY, MINUTE } from "./useNow";

/** Choices of a tie that are named. */
const NAMED = 3;

type Leading = NonNullable<ListedPoll["leading"]>;

/** `left` is the time until the close in ms, if the poll is open and closes within a day. */
export function PollRow({ poll, left }: { poll: ListedPoll; left: number | null }) {
  const isOpen = poll.is_open && (left === null || left > 0);
  return (
    <li className={isOpen ? "row poll" : "row poll closed"}>
      <Link href={`/polls/${poll.slug}`} dir="auto">
        {poll.question_text}
      </Link>
      {isOpen && left !== null && poll.closes_at ? (
        <p className="status soon">
          <time dateTime={poll.closes_at}>{closing(poll.closes_at, left)}</time>
        </p>
      ) : (
        <Status poll={{ ...poll, is_open: isOpen }} />
      )}
      {poll.leading && <Result leading={poll.leading} />}
    </li>
  );
}

/** The time until the close at `now`, or null for a poll that is closed, or that has more than a day. */
export function timeLeft(poll: ListedPoll, now: number, start: number): number | null {
  if (!poll.is_open || !poll.closes_at) return null;
  const close = Date.parse(poll.closes_at);
  return close > start && close - now < DAY ? close - now : null;
}

function closing(close: string, left: number): string {
  const minutes = Math.floor(left / MINUTE);
  if (minutes === 0) return t`Closes in less than a minute`;
  if (minutes < 60) {
    return plural(minutes, { one: "Closes in # minute", other: "Closes in # minutes" });
  }
  const hour = zonedHour(close);
  return isToday(close) ? t`Closes today at ${hour}` : t`Closes tomorrow at ${hour}`;
}

function Result({ leading: { choices, votes, ballots } }: { leading: Leading }) {
  const share = shares(votes, ballots).texts[votes.indexOf(Math.max(...votes))] ?? "";
  const [choice] = choices;
  if (choices.length > 1) {
    const names = named(choices);
    return <p className="leading">{t`Tied with ${share} each: ${names}`}</p>;
  }
  return (
    <p className="leading">
      <Trans>
        Result: <bdi>{choice}</bdi>, {share}
      </Trans>
    </p>
  );
}

function named(choices: string[]): string {
  const names = choices.slice(0, NAMED).map(isolate);
  const others = choices.length - NAMED;
  if (others > 0) names.push(plural(others, { one: "# other", other: "# others" }));
  return new Intl.ListFormat(locale()).format(names);
}
