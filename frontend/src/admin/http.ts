import { fetchUtils, HttpError } from "react-admin";

const UNREACHABLE = "The server can't be reached. Check your connection and try again.";

/**
 * ra-core's `fetchJson`, whose `HttpError` already carries the API's `{message, errors}` to the forms,
 * with a sentence for the case that no answer comes at all.
 */
export const http: typeof fetchUtils.fetchJson = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError, and only then, when the network failed.
    throw error instanceof TypeError ? new HttpError(UNREACHABLE, 0) : error;
  });
