import { useEffect, useEffectEvent, useState } from "react";
import { LiveResults, type News } from "./LiveResults";
import { type Paper, shownByServer } from "./vote";

/** Follows the result of `paper` while it is `onScreen`; gives whether the way to the server is lost for a while. */
export function useLiveResults(paper: Paper, onScreen: boolean, news: News): boolean {
  const [lost, setLost] = useState(false);
  const { slug, is_open } = paper.poll;
  const shown = shownByServer(paper);
  const followed = onScreen && is_open && shown !== null;

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
