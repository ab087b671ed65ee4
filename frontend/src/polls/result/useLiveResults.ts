import { useEffect, useState } from "preact/hooks";
import type { Results } from "../net/api";
import { useEffectEvent } from "../net/useEffectEvent";
import type { LiveResults, News } from "./LiveResults";
import { currentResults, fits, type Loaded } from "./visibleResults";

/** Longest delay of `setTimeout`. A longer one fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Delay before another attempt to load the code of `LiveResults`. */
const LOAD_AGAIN_MS = 5_000;

/** Random delay in ms that spreads the requests of all pages that wait for the close. */
const afterClose = () => 1_000 + 4_000 * Math.random();

/**
 * Follows the result while it is `onScreen`, and reports its changes to `tell`. At the time of the close, any poll is
 * followed until the server says that it is closed. `page` is null while there is no poll to follow.
 */
export function useLiveResults(page: Loaded | null, onScreen: boolean, tell: (news: News) => void) {
  const [due, setDue] = useState(false);
  const poll = page?.poll;
  const shown = page && currentResults(page);
  const followed = poll?.is_open && (due || (onScreen && shown)) ? poll.slug : null;

  // Each answer that says "open" restarts the timer, since only the server's clock decides when a poll closes.
  useEffect(() => {
    const left = poll?.closes_at ? Date.parse(poll.closes_at) - Date.now() : LONGEST_TIMER_MS;
    if (left >= LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => setDue(true), Math.max(0, left) + afterClose());
    return () => {
      clearTimeout(timer);
      setDue(false);
    };
  }, [poll]);

  const onNews = useEffectEvent(tell);
  const ballots = useEffectEvent(() => shown?.ballots ?? 0);
  const fitsPoll = useEffectEvent((results: Results) => poll !== undefined && fits(poll, results));
  useEffect(() => {
    if (followed === null) return;
    const setLost = (lost: boolean) => onNews({ type: "lost", lost });
    let live: LiveResults | undefined;
    let again: ReturnType<typeof setTimeout>;
    let left = false;
    const load = () =>
      import("./LiveResults")
        .then((part) => part.LiveResults)
        .then(
          (LiveResults) => {
            if (left) return;
            setLost(false);
            live = new LiveResults(followed, { ballots, fits: fitsPoll, tell: onNews });
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
  }, [followed, onNews, ballots, fitsPoll]);
}
