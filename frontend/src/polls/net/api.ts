import type { components } from "../../shared/schema";
import { ApiError, request } from "./request";

type Schemas = components["schemas"];

export type Choice = Schemas["PollChoice"];
export type Results = Schemas["Results"];
export type PollSummary = Schemas["PollSummary"];
export type PollListPage = Schemas["PollPage"];
export type Poll = Schemas["PollRead"];
export type Me = Schemas["VoterRead"];
export type Counted = Schemas["BallotRead"];
export type CountedBallot = Schemas["CountedBallot"];

/** A part of the list of all votes can be a megabyte. */
const LIST_TIMEOUT_MS = 120_000;

const at = (slug: string) => `/api/polls/${encodeURIComponent(slug)}`;

export const listPolls = (page: number) => request<PollListPage>(`/api/polls?page=${page}`);
const getPoll = (slug: string) => request<Poll>(at(slug));

/** What depends on the voter. The call sets the cookie by which the server knows who has voted. */
export const getMe = (slug: string) => request<Me>(`${at(slug)}/me`);

export const getPollAndMe = (slug: string) => Promise.all([getPoll(slug), getMe(slug)]);

export const postBallot = (slug: string, ballot: Schemas["BallotCreate"]) =>
  request<Counted>(`${at(slug)}/ballots`, "POST", ballot);

/** The choices that were counted under a receipt, or null. */
export const lookUpBallot = (slug: string, receipt: string) =>
  request<Schemas["CountedChoices"]>(`${at(slug)}/ballots/lookup`, "POST", { receipt }).then(
    ({ choices }) => choices,
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    },
  );

export const resultOf = (slug: string) => `${at(slug)}/results`;

/** Where the result comes from as it moves, as server-sent events. */
export const streamOf = (slug: string) => `${resultOf(slug)}/stream`;

/** Where the published list of all votes is, once the poll is closed. */
export const listOf = (slug: string, format: "json" | "csv") =>
  `${at(slug)}/ballots?format=${format}`;

/** The published ballots after a receipt, or the first ones; fewer than `limit` are the last. */
export const getBallots = (slug: string, limit: number, after?: string) =>
  request<CountedBallot[]>(
    `${listOf(slug, "json")}&limit=${limit}${after ? `&after=${after}` : ""}`,
    "GET",
    undefined,
    LIST_TIMEOUT_MS,
  );
