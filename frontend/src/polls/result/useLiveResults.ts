import { useEffect, useEffectEvent, useState } from "react";
import type { Me, Poll, Results } from "../net/api";
import type { LiveResults, News } from "./LiveResults";
import { fits as belongs, currentResults } from "./visibleResults";

/** Longer ones are over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Ms until the code that follows a result is asked for again, where it did not load. */
const LOAD_AGAIN_MS = 5_000;

/** All who wait for the close need not ask at the same moment. */
const afterClose = () => 1_000 + 4_000 * Math.random();

/**
 * Follows the result of `opened` while it is `onScreen`, and from the close on, until that is known; gives whether the
 * way to the server is lost for a while.
 */
export function useLiveResults(
  opened: { poll: Poll; me: Me },
  onScreen: boolean,
  news: News,
): boolean {
  const [lost, setLost] = useState(false);
  const [due, setDue] = useState(false);
  const { poll } = opened;
  const { slug } = poll;
  const shown = currentResults(opened);
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
  const onEdit = useEffectEvent(news.onEdit);
  const onOver = useEffectEvent(news.onOver);
  const onGone = useEffectEvent(news.onGone);
  const ballots = useEffectEvent(() => shown?.ballots ?? 0);
  const fits = useEffectEvent((results: Results) => belongs(poll, results));
  useEffect(() => {
    if (!followed) return;
    const tell = { fits, onResults, onEdit, onOver, onGone, onLost: setLost };
    let live: LiveResults | undefined;
    let again: ReturnType<typeof setTimeout>;
    let left = false;
    const load = () =>
      import("./LiveResults").then(
        ({ LiveResults }) => {
          if (left) return;
          setLost(false);
          live = new LiveResults(slug, ballots, tell);
        },
        () => {
          if (left) return;
          setLost(true);
          again = setTimeout(load, LOAD_AGAIN_MS);
        },
      );
    load();
    return () => {
      left = true;
      clearTimeout(again);
      live?.stop();
      setLost(false);
    };
  }, [slug, followed]);
  return lost;
}
