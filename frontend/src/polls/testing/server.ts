/** A server that stores ballots by the rules of the API. */
import { vi } from "vitest";
import type { components } from "../../shared/schema";
import type { Poll } from "../net/api";
import { ofVoter } from "../net/frame";
import { pollWith, resultOf, voterWith } from "./poll";

type Schemas = components["schemas"];
type Ballot = Schemas["BallotCreate"];

/** Stubs `fetch`. Requests are named like "GET /api/polls". */
export const stubFetch = <Sent>(answer: (request: string, sent: Sent) => Response) =>
  vi.stubGlobal("fetch", async (path: string, { method = "GET", body }: RequestInit = {}) =>
    answer(`${method} ${path}`, JSON.parse(`${body ?? null}`)),
  );

/** An error of the API. */
export const refuse = (status: number, code: string, more: object = {}) =>
  Response.json({ code, message: "In English.", errors: {}, ...more }, { status });

/** No answer at all, as without a connection. */
export const lose = (): never => {
  throw new TypeError("Failed to fetch");
};

/** Stubs `fetch` with the server of one poll. Codes are the names of their voters: "zoe" is on another roll. */
export function servePoll(values: Partial<Poll> = {}) {
  const poll = pollWith(values);
  const state = {
    poll,
    /** Changes the poll as staff do, who give it a new paper with each edit. */
    edit: (changes: Partial<Poll>) =>
      void Object.assign(poll, { paper: `${Number(poll.paper) + 1}` }, changes),
    gone: false,
    /** The part of a vote, or of the look-up of its receipt, that gets lost. */
    lost: "nothing" as "nothing" | "request" | "answer",
    /** "new": the browser keeps cookies, and has none yet. */
    cookies: "kept" as "kept" | "new" | "refused",
    /** The voter whose code was entered last in this browser. */
    code: null as string | null,
    /** The numbers of requests for the poll and for the voter's state. */
    reads: 0,
    asked: 0,
    sent: [] as Ballot[],
    /** The counted choices by receipt. */
    kept: new Map<string, number[]>(),
    /** The codes that have voted. Without codes, null stands for this browser. */
    voters: new Set<string | null>(),
    cast,
    lookUp,
  };
  const { sent, kept, voters } = state;
  const voter = () => (state.code === "zoe" ? null : state.code);
  const voted = () => poll.voter_check !== "none" && voters.has(voter());
  const results = () => {
    const { choices, results_visibility, is_open } = poll;
    if (results_visibility === "staff") return null;
    if (results_visibility === "after_close" && is_open) return null;
    const ballots = [...kept.values()];
    const votes = choices.map(({ id }) => ballots.filter((ids) => ids.includes(id)).length);
    return { ...resultOf(choices, ...votes), ballots: kept.size };
  };

  function cast(ballot: Ballot): Response {
    const { receipt, choices } = ballot;
    const known = kept.get(receipt);
    if (known?.toSorted().join() === choices.toSorted().join()) {
      return Response.json({ receipt, results: results() });
    }
    if (known) return refuse(409, "receipt_taken");
    if (!poll.is_open) return refuse(403, "poll_closed");
    if (ballot.paper !== poll.paper) return refuse(409, "paper_changed", { current: poll });
    if (poll.voter_check === "roll") {
      if (!voter()) return refuse(401, "code_needed");
      if (ballot.voter !== voter()) return refuse(409, "other_voter");
    }
    if (voted()) return refuse(409, "already_voted");
    kept.set(receipt, choices);
    voters.add(voter());
    return Response.json({ receipt, results: results() }, { status: 201 });
  }
  function lookUp(receipt: string): Response {
    const choices = kept.get(receipt);
    return choices
      ? Response.json({ choices: choices.toSorted() })
      : refuse(404, "ballot_not_found");
  }
  function me(): Response {
    const cookies = state.cookies === "kept" || (state.cookies === "new" && state.asked > 0);
    state.asked++;
    const known = { voted: voted(), cookies, voter: voter() };
    return Response.json(voterWith({ ...known, results: voted() ? results() : null }));
  }
  function enter(code: string): Response {
    if (code === "wrong") return refuse(401, "wrong_code");
    state.code = code;
    return Response.json({ voter: code, roll: { name: "" }, polls: [] });
  }
  function leave(): Response {
    state.code = null;
    return new Response(null, { status: 204 });
  }
  function arrive(answer: () => Response): Response {
    if (state.lost === "request") lose();
    const answered = answer();
    return state.lost === "answer" ? lose() : answered;
  }
  stubFetch((request, body: Ballot & { code: string }) => {
    if (state.gone) return refuse(404, "poll_not_found");
    switch (request) {
      case "GET /api/polls/lunch":
        state.reads++;
        return Response.json(poll);
      case ofVoter("GET /api/polls/lunch/me"):
        return me();
      case ofVoter("POST /api/polls/lunch/ballots"):
        return arrive(() => {
          sent.push(body);
          return state.cast(body);
        });
      case "POST /api/polls/lunch/ballots/lookup":
        return arrive(() => state.lookUp(body.receipt));
      case "POST /api/vote":
        return enter(body.code);
      case "DELETE /api/vote":
        return leave();
      default:
        return refuse(404, "not_found");
    }
  });
  return state;
}
