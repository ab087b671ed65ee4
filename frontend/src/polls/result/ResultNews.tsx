import { i18n } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Poll, Results } from "../net/api";
import { useEffectEvent } from "../net/useEffectEvent";

/** Shortest time between two messages. A screen reader that read each vote would never come to an end. */
const EVERY_MS = 10_000;

type Props = { poll: Poll; results: Results | null };

/**
 * Tells screen readers that the result has changed since the page showed it, or since the last message. The newest
 * change is told once it is time.
 */
export function ResultNews({ poll, results }: Props) {
  const state = `${poll.is_open} ${results?.ballots}`;
  const told = useRef({ state, at: 0 });
  const [news, setNews] = useState({ text: "", language: "" });
  const tell = useEffectEvent(() => {
    told.current = { state, at: Date.now() };
    setNews({ text: newsOf({ poll, results }), language: i18n.locale });
  });
  useEffect(() => {
    if (state === told.current.state) return;
    const timer = setTimeout(tell, told.current.at + EVERY_MS - Date.now());
    return () => clearTimeout(timer);
  }, [state, tell]);
  return (
    <p role="status" className="visually-hidden">
      {news.language === i18n.locale && news.text}
    </p>
  );
}

function newsOf({ poll, results }: Props): string {
  if (!results) return poll.is_open ? t`The result is hidden now.` : t`This poll is closed.`;
  const votes = voted(poll, results);
  return poll.is_open ? t`Result updated: ${votes}` : t`This poll is closed: ${votes}`;
}

const voted = ({ voting }: Poll, { ballots }: Results): string =>
  voting === "multiple"
    ? plural(ballots, { one: "# ballot", other: "# ballots" })
    : plural(ballots, { one: "# vote", other: "# votes" });
