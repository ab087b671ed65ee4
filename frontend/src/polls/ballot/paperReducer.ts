import type { Me, Poll } from "../net/api";
import { isTemporary } from "../net/retry";
import type { LoadEvent } from "../net/useRetriedLoad";
import type { News } from "../result/LiveResults";
import { type OpenedPoll, withVote } from "./OpenedPoll";
import type { CountedVote, Refusal } from "./vote";

export type PaperState = {
  /** Increases whenever the page starts anew, so that no tick stays on the paper. */
  turn: number;
  /** `busy`: still loading, because the server is overloaded. */
  status: "loading" | "busy" | "ready" | "failed";
  /** The poll that was loaded last. It is kept after a failure. */
  paper: OpenedPoll | null;
  /** Why loading failed. */
  error: unknown;
  /** Why the last ballot was not accepted. */
  refusal: Refusal | null;
  /** True after some seconds without updates of a result that is followed. */
  lost: boolean;
  /** True while a voter who has not voted has the result unfolded. */
  watching: boolean;
};

export type PaperAction =
  | LoadEvent<OpenedPoll>
  | News
  /** The refusal of a ballot contains the edited poll, but nothing about the voter. */
  | { type: "edited"; poll: Poll; me?: Me }
  | { type: "counted"; vote: CountedVote }
  | { type: "refused"; refusal: Refusal | null }
  | { type: "watched"; watching: boolean }
  /** The poll is loaded again from an empty page, after a failure or for the next voter. */
  | { type: "restarted" };

export const LOADING: PaperState = {
  turn: 0,
  status: "loading",
  paper: null,
  error: null,
  refusal: null,
  lost: false,
  watching: false,
};

export function paperReducer(state: PaperState, action: PaperAction): PaperState {
  switch (action.type) {
    case "restarted":
      return { ...LOADING, turn: state.turn + 1 };
    case "busy":
      return state.status === "loading" ? { ...state, status: "busy" } : state;
    case "loaded":
      return { ...state, status: "ready", paper: action.data };
    case "failed":
    case "gone": {
      const { error } = action;
      // A temporary failure of a reload leaves the page as it is.
      if (state.status === "ready" && isTemporary(error)) return state;
      return { ...LOADING, status: "failed", paper: state.paper, error };
    }
    case "lost":
      return { ...state, lost: action.lost };
    case "watched":
      return { ...state, watching: action.watching };
    case "refused":
      return { ...state, refusal: action.refusal };
    default:
      if (state.status !== "ready" || !state.paper) return state;
      return { ...state, paper: { ...state.paper, ...change(state.paper, action) } };
  }
}

type Change = Extract<PaperAction, { type: "moved" | "edited" | "over" | "counted" }>;

function change({ me }: OpenedPoll, action: Change): Partial<OpenedPoll> {
  if (action.type === "counted") return withVote(me, action.vote);
  if (action.type === "moved") return { me: { ...me, results: action.results } };
  return { poll: action.poll, me: action.me ?? me };
}
