import { useEffect, useReducer, useRef } from "preact/hooks";
import { focusPage } from "../layout/Heading";
import type { Poll } from "../net/api";
import { ApiError } from "../net/request";
import { useRetriedLoad } from "../net/useRetriedLoad";
import type { News } from "../result/LiveResults";
import { useLiveResults } from "../result/useLiveResults";
import { hasNoChoices, isVotable, type OpenedPoll } from "./OpenedPoll";
import { openPoll } from "./openPoll";
import { LOADING, paperReducer } from "./paperReducer";
import { isOtherPaper, isVerdict, vote } from "./vote";

/** The state of the page once its poll is loaded, and what the voter can do on it. */
export type PaperPage = ReturnType<typeof usePaper> & { paper: OpenedPoll };

/** Loads a poll, follows its result, and casts the voter's ballot. */
export function usePaper(slug: string) {
  const [{ watching, ...state }, dispatch] = useReducer(paperReducer, LOADING);
  const load = useRetriedLoad(openPoll, slug, dispatch);
  const sending = useRef<AbortController>(null);

  const { paper } = state;
  const votable = paper !== null && isVotable(paper);
  const shown = state.status === "ready" && paper && !hasNoChoices(paper.poll) ? paper : null;
  const isShown = shown !== null;
  // Stops the retries of a ballot when the voter leaves the page or the poll is gone.
  useEffect(() => {
    if (isShown) return () => sending.current?.abort();
  }, [isShown]);

  const tell = (news: News) => {
    if (news.type === "gone" || (votable && "poll" in news && replaces(paper, news.poll))) {
      focusPage();
    }
    dispatch(news);
  };
  useLiveResults(shown, watching || !votable, tell);

  const reload = () => {
    dispatch(state.status === "failed" ? { type: "restarted" } : { type: "refused", error: null });
    load();
  };

  /** Resolves when the page shows the outcome. `onWait` gets the error before each retry. */
  const cast = async (choices: number[], onWait: (error: ApiError) => void) => {
    if (!paper) return;
    sending.current = new AbortController();
    const { signal } = sending.current;
    try {
      const counted = await vote(paper, choices, onWait, signal);
      focusPage();
      dispatch({ type: "counted", vote: counted });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      dispatch({ type: "refused", error });
      if (!isVerdict(error)) return;
      focusPage();
      if (error.status === 404) dispatch({ type: "gone", error });
      else if (isOtherPaper(error)) dispatch({ type: "edited", poll: error.current as Poll });
      else load();
    }
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
const replaces = (paper: OpenedPoll, poll: Poll) =>
  !poll.is_open || poll.paper !== paper.poll.paper;
