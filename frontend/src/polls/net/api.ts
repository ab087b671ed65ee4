import type { components } from "../../shared/schema";
import { isOwn } from "./ownVoter";
import { readAnswer } from "./pageAnswer";
import { ApiError, request } from "./request";

type Schemas = components["schemas"];

export type Choice = Schemas["PollChoice"];
export type Results = Schemas["Results"];
export type PollSummary = Omit<ListedPoll, "leading">;
export type PollListPage = Schemas["PollPage"];
export type ListedPoll = Schemas["ListedPoll"];
export type Poll = Schemas["PollRead"];
export type Me = Schemas["OwnState"];
export type Counted = Schemas["BallotRead"];
export type CountedBallot = Schemas["CountedBallot"];

export const urlOf = (slug: string) => `/api/polls/${encodeURIComponent(slug)}`;

/** The address of a page of the list, or of what `search` finds. It serves as a key, too. */
export const urlOfList = (page: number, search: string) =>
  `/api/polls?page=${page}${search && `&search=${encodeURIComponent(search)}`}`;

export const listPolls = (url: string) => request<PollListPage>(url);
const getPoll = (slug: string) => request<Poll>(urlOf(slug));

/** The list and the poll that the page brought along, or null. */
export const broughtList = (url: string) => readAnswer<PollListPage>(url);
export const broughtPoll = (slug: string) => readAnswer<Poll>(urlOf(slug));

/**
 * The voter's state on the poll. The answer sets the cookie by which the server recognises the voter. A code that was
 * entered in another tab counts as none.
 */
export async function getMe(slug: string): Promise<Me> {
  const me = await request<Me>(`${urlOf(slug)}/me`);
  return me.voter && !isOwn(me.voter) ? { ...me, voter: null, voted: false } : me;
}

export const getPollAndMe = (slug: string) => Promise.all([getPoll(slug), getMe(slug)]);

export const postBallot = (slug: string, ballot: Schemas["BallotCreate"]) =>
  request<Counted>(`${urlOf(slug)}/ballots`, "POST", ballot);

/** The choices that were counted under a receipt, or null. */
export const lookUpBallot = (slug: string, receipt: string) =>
  request<Schemas["CountedChoices"]>(`${urlOf(slug)}/ballots/lookup`, "POST", { receipt }).then(
    ({ choices }) => choices,
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    },
  );
