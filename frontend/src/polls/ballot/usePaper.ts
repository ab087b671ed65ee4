import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { focusPage } from "../layout/Heading";
import type { Poll } from "../net/api";
import type { ApiError } from "../net/request";
import { useRetriedLoad } from "../net/useRetriedLoad";
import type { News } from "../result/LiveResults";
import { useLiveResults } from "../result/useLiveResults";
import { hasNoChoices, isVotable, type OpenedPoll } from "./OpenedPoll";
import { openPoll } from "./openPoll";
import { LOADING, paperReducer } from "./paperReducer";
import { type Refusal, vote } from "./vote";

/** The state of the page once its poll is loaded, and what the voter can do on it. */
export type PaperPage = ReturnType<typeof usePaper> & { paper: OpenedPoll };

/** Loads a poll, follows its result, and casts the voter's ballot. */
export function usePaper(slug: string) {
  const [{ watching, ...state }, dispatch] = useReducer(paperReducer, LOADING);
  const load = useRetriedLoad(openPoll, slug, dispatch);
  const sending = useRef<AbortController>(null);

  const [casting, setCasting] = useState(false);

  const { paper, refusal } = state;
  const unsettled = casting || refusal?.settled === false;
  // A ballot whose outcome is unknown stays on the screen, even if the poll closes.
  const votable = paper !== null && (isVotable(paper) || (unsettled && !paper.counted));
  const shown = state.status === "ready" && paper && !hasNoChoices(paper.poll) ? paper : null;
  const isShown = shown !== null;
  // Stops the retries of a ballot when the voter leaves the page or the poll is gone.
  useEffect(() => {
    if (isShown) return () => sending.current?.abort();
  }, [isShown]);

  const tell = (news: News) => {
    const replaces = votable && "poll" in news && isReplaced(paper, news.poll, unsettled);
    if (news.type === "gone" || replaces) focusPage();
    dispatch(news);
  };
  useLiveResults(shown, watching || !votable, tell);

  const reload = () => {
    dispatch(
      state.status === "failed" ? { type: "restarted" } : { type: "refused", refusal: null },
    );
    load();
  };

  /** Resolves when the page shows the outcome. `onWait` gets the error before each retry. */
  const cast = async (choices: number[], onWait: (error: ApiError) => void) => {
    if (!paper) return;
    sending.current = new AbortController();
    const { signal } = sending.current;
    setCasting(true);
    try {
      const outcome = await vote(paper, choices, onWait, signal);
      if ("receipt" in outcome) {
        focusPage();
        dispatch({ type: "counted", vote: outcome });
      } else tellRefusal(outcome);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      setCasting(false);
    }
  };

  const tellRefusal = (refusal: Refusal) => {
    const { error, settled } = refusal;
    dispatch({ type: "refused", refusal });
    if (!settled) return;
    focusPage();
    if (error.status === 404) dispatch({ type: "gone", error });
    else if (error.code === "paper_changed") {
      dispatch({ type: "edited", poll: error.current as Poll });
    } else load();
  };

  return {
    ...state,
    votable,
    cast,
    reload,
    next() {
      focusPage();
      dispatch({ type: "restarted" });
      load();
    },
    watch(watching: boolean) {
      dispatch({ type: "watched", watching });
    },
  };
}

/** True if an update takes away the ballot that the voter is filling in, or changes what is on it. */
const isReplaced = (paper: OpenedPoll, poll: Poll, unsettled: boolean) =>
  (!poll.is_open && !unsettled) || poll.paper !== paper.poll.paper;
