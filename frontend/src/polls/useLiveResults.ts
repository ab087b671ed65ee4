import { useEffect, useEffectEvent, useState } from "react";
import { LiveResults, type News } from "./LiveResults";
import { type Paper, shownByServer } from "./vote";

/** Longer ones are over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** All who wait for the close need not ask at the same moment. */
const afterClose = () => 1_000 + 4_000 * Math.random();

/**
 * Follows the result of `paper` while it is `onScreen`, and from the close on, until that is known; gives whether the
 * way to the server is lost for a while.
 */
export function useLiveResults(paper: Paper, onScreen: boolean, news: News): boolean {
  const [lost, setLost] = useState(false);
  const [due, setDue] = useState(false);
  const { poll } = paper;
  const { slug } = poll;
  const shown = shownByServer(paper);
  const followed = poll.is_open && (due || (onScreen && shown !== null));

  // Anew with each answer that says "open" still: the clock there is the one that counts.
  useEffect(() => {
    const left = poll.closes_at ? Date.parse(poll.closes_at) - Date.now() : LONGEST_TIMER_MS;
    if (left >= LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => setDue(true), Math.max(0, left) + afterClose());
    return () => {
      clearTimeout(timer);
      setDue(false);
    };
  }, [poll]);

  const onResults = useEffectEvent(news.onResults);
  const onOver = useEffectEvent(news.onOver);
  const onGone = useEffectEvent(news.onGone);
  const ballots = useEffectEvent(() => shown?.ballots ?? 0);
  useEffect(() => {
    if (!followed) return;
    const tell = { onResults, onOver, onGone, onLost: setLost };
    const live = new LiveResults(slug, ballots, tell);
    return () => {
      live.stop();
      setLost(false);
    };
  }, [slug, followed]);
  return lost;
}
