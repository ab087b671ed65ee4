/** The requests that enter a code and forget it. The server keeps the code's voter in a cookie. */

import type { components } from "../../shared/schema";
import { isOwn, setOwnVoter } from "../net/ownVoter";
import { ApiError, request } from "../net/request";
import { dropAll } from "../net/tabStorage";

export type EnteredCode = components["schemas"]["EnteredCode"];
export type PollOfRoll = components["schemas"]["PollOfRoll"];

let last: Promise<unknown> = Promise.resolve();

/** Sends requests one after the other, so that the browser keeps the cookie of the last one. */
function inOrder<T>(send: () => Promise<T>): Promise<T> {
  const next = last.then(send, send);
  last = next;
  return next;
}

/** Enters a code, as it was typed. Until the server accepts it, the tab has no voter. */
export const enterCode = (code: string) =>
  inOrder(async () => {
    setOwnVoter("");
    const entered = await request<EnteredCode>("/api/vote", "POST", { code });
    setOwnVoter(entered.voter);
    return entered;
  });

/** The polls of the code that this tab votes with, or null if it has none that is valid. */
export async function getEntered(): Promise<EnteredCode | null> {
  try {
    const entered = await request<EnteredCode>("/api/vote");
    return isOwn(entered.voter) ? entered : null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Forgets the code, and the voter's ballots that got no answer, once the server has confirmed it. */
export const leave = () =>
  inOrder(async () => {
    await request("/api/vote", "DELETE");
    dropAll();
    setOwnVoter("");
  });
