/** Requests for the published ballots of a closed poll. Kept out of api.ts so that the code loads on demand. */

import { type CountedBallot, urlOf } from "./api";
import { request } from "./request";

/** Timeout of one part of the list, which can be a megabyte. */
const PART_TIMEOUT_MS = 120_000;

export const resultUrl = (slug: string) => `${urlOf(slug)}/results`;

export const ballotsUrl = (slug: string, format: "json" | "csv") =>
  `${urlOf(slug)}/ballots?format=${format}`;

/** The ballots that follow a receipt, or the first ones. Fewer than `limit` are the last. */
export const getBallots = (slug: string, limit: number, after?: string) =>
  request<CountedBallot[]>(
    `${ballotsUrl(slug, "json")}&limit=${limit}${after ? `&after=${after}` : ""}`,
    "GET",
    undefined,
    PART_TIMEOUT_MS,
  );
