import { fetchUtils, HttpError } from "ra-core";

export type Http = typeof fetchUtils.fetchJson;

const UNREACHABLE = "The server can't be reached. Check your connection and try again.";
const UNAVAILABLE = "The server does not answer just now. Try again in a moment.";

/** An error with a body like the API's: react-admin takes a form that was refused without one for saved. */
export const failure = (status: number, message: string, more?: object) =>
  new HttpError(message, status, { message, errors: { root: { serverError: message } }, ...more });

/**
 * ra-core's `fetchJson`, whose `HttpError` already carries the API's `{message, errors}` to the forms,
 * with a sentence for the cases that no answer comes at all, or one that is not the API's but a proxy's.
 */
export const http: Http = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError, and only then, when the network failed.
    if (error instanceof TypeError) throw failure(0, UNREACHABLE);
    if (!(error instanceof HttpError) || error.body?.errors) throw error;
    throw failure(error.status, (error.status < 500 && error.message) || UNAVAILABLE);
  });
