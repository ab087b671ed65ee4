import { fetchUtils, HttpError } from "ra-core";

export type Http = typeof fetchUtils.fetchJson;

const UNREACHABLE = "The server can't be reached. Check your connection and try again.";
const UNAVAILABLE = "The server does not answer just now. Try again in a moment.";

/**
 * ra-core's `fetchJson`, whose `HttpError` already carries the API's `{message, errors}` to the forms,
 * with a sentence for the cases that no answer comes at all, or one that is not the API's but a proxy's.
 */
export const http: Http = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError, and only then, when the network failed.
    if (error instanceof TypeError) throw new HttpError(UNREACHABLE, 0);
    if (error instanceof HttpError && error.status >= 500 && !error.body) {
      throw new HttpError(UNAVAILABLE, error.status);
    }
    throw error;
  });
