import { fetchUtils, HttpError } from "ra-core";

export type Http = typeof fetchUtils.fetchJson;

const UNREACHABLE = "The server can't be reached. Check your connection and try again.";
const UNAVAILABLE = "The server is not responding. Try again in a moment.";

/** An error with a body like the API's. Without `errors` in it, react-admin's forms treat a save as successful. */
export const apiError = (status: number, message: string, more?: object) =>
  new HttpError(message, status, { message, errors: { root: { serverError: message } }, ...more });

/** True if `error` is a 404 of the API. */
export const isNotFound = (error: unknown) => error instanceof HttpError && error.status === 404;

/**
 * ra-core's `fetchJson`. Its `HttpError` passes the API's `{message, errors}` on to the forms. This wrapper adds a
 * message where there is no response, or where a proxy responded instead of the API.
 */
export const http: Http = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError if the network failed, and only then.
    if (error instanceof TypeError) throw apiError(0, UNREACHABLE);
    if (!(error instanceof HttpError) || error.body?.errors) throw error;
    throw apiError(error.status, (error.status < 500 && error.message) || UNAVAILABLE);
  });
