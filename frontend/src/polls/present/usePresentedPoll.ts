import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import { type Poll, urlOf } from "../net/api";
import { type ApiError, apiError, request } from "../net/request";
import type { News } from "../result/LiveResults";
import { useLiveResults } from "../result/useLiveResults";
import { fits } from "../result/visibleResults";

/** Time between two looks at the poll. They find what the stream of results does not tell, such as a result that was hidden and no longer is. */
const LOOK_MS = 2_000;
/** The longest time between two looks while the server does not answer. It doubles with each failure. */
const LOOK_LONGEST_MS = 16_000;
/** A look without an answer for this long has failed. */
const TIMEOUT_MS = 5_000;

type State = {
  /** The poll as everyone sees it. */
  poll: Poll | null;
  /** Why the last look failed. */
  error: ApiError | null;
  /** True after some seconds without the stream of results. */
  lost: boolean;
};

type Action = News | { type: "loaded"; poll: Poll } | { type: "failed"; error: ApiError };

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "moved":
      // A poll whose result was just hidden may still be followed for a moment.
      if (!state.poll?.results) return state;
      return { ...state, poll: { ...state.poll, results: action.results } };
    case "lost":
      return { ...state, lost: action.lost };
    case "failed":
    case "gone": {
      const { error } = action;
      return { ...state, error, poll: error.status === 404 ? null : state.poll };
    }
    default:
      return { ...state, error: null, poll: newest(state.poll, action.poll) };
  }
}

/** `now`, with the result that is on the screen if it has more votes: a look may be answered later than the stream. */
function newest(before: Poll | null, now: Poll): Poll {
  const shown = before?.results;
  if (!shown || !now.results || !now.is_open || !fits(now, shown)) return now;
  return shown.ballots > now.results.ballots ? { ...now, results: shown } : now;
}

/**
 * Follows a poll as everyone sees it. Nothing depends on the presenter's own vote, because the audience sees the page.
 * `look` asks for the poll at once.
 */
export function usePresentedPoll(slug: string) {
  const [{ poll, error, lost }, dispatch] = useReducer(reduce, {
    poll: null,
    error: null,
    lost: false,
  });
  const turn = useRef(0);
  const failures = useRef(0);
  const next = useRef<ReturnType<typeof setTimeout>>();

  const look = useCallback(async () => {
    clearTimeout(next.current);
    turn.current += 1;
    const own = turn.current;
    const answer = await request<Poll>(urlOf(slug), "GET", undefined, TIMEOUT_MS).then(
      (poll): Action => ({ type: "loaded", poll }),
      (caught): Action => ({ type: "failed", error: apiError(caught) }),
    );
    if (own !== turn.current) return;
    failures.current = answer.type === "failed" ? failures.current + 1 : 0;
    dispatch(answer);
    const pause = Math.min(LOOK_MS * 2 ** failures.current, LOOK_LONGEST_MS);
    if (!document.hidden) next.current = setTimeout(look, pause);
  }, [slug]);

  useEffect(() => {
    look();
    const again = () => {
      if (!document.hidden) look();
    };
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
    return () => {
      turn.current += 1;
      clearTimeout(next.current);
      document.removeEventListener("visibilitychange", again);
      removeEventListener("online", again);
    };
  }, [look]);

  useLiveResults(poll && { poll, me: { results: null } }, true, dispatch);
  return { poll, error, lost: lost || error !== null, look };
}
