import { fetchUtils, HttpError } from "ra-core";
import { currentSession, waitForSignIn } from "./auth/waitForSignIn";
import { i18nProvider, translate } from "./i18nProvider";
import { errorInFrench } from "./server/frenchErrors";

export type Http = typeof fetchUtils.fetchJson;

/** True for a status after which the same request may succeed: no response (0), or a failure of the server. */
const isTemporary = (status: number) => status === 0 || status >= 500;

/**
 * An error with a body like the API's. Without `errors` in it, react-admin's forms treat a save as successful. Forms
 * offer to try again after an error at `root.unavailable`.
 */
export const apiError = (status: number, message: string, more?: object) => {
  const place = isTemporary(status) ? "unavailable" : "serverError";
  return new HttpError(message, status, {
    message,
    errors: { root: { [place]: message } },
    ...more,
  });
};

export const statusOf = (error: unknown) =>
  error instanceof Object && "status" in error ? error.status : undefined;

/** True if `error` is a 404 of the API. */
export const isNotFound = (error: unknown) => error instanceof HttpError && error.status === 404;

/**
 * ra-core's `fetchJson`. Its `HttpError` passes the API's `{message, errors}` on to the forms. This wrapper translates
 * them, and adds a message where there is no response, or where a proxy responded instead of the API.
 */
export const plainHttp: Http = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError if the network failed, and only then.
    if (error instanceof TypeError) throw apiError(0, translate("polls.server.unreachable"));
    if (!(error instanceof HttpError)) throw error;
    if (!error.body?.errors) {
      const message = error.status < 500 && error.message;
      throw apiError(error.status, message || translate("polls.server.unavailable"));
    }
    const known = i18nProvider.getLocale() === "fr" ? errorInFrench(error) : error;
    throw isTemporary(known.status) ? apiError(known.status, known.message) : known;
  });

/** `plainHttp` for a user who is signed in. When the session has ended, the user signs in again in place. */
export const http: Http = async (url, options) => {
  const session = currentSession();
  try {
    return await plainHttp(url, options);
  } catch (error) {
    if (statusOf(error) !== 401 || !(await waitForSignIn(session))) throw error;
    return http(url, options);
  }
};

/** `fetch` for a user who is signed in, for a response that is read in parts. Throws the error of a refusal. */
export const fetchSignedIn = async (url: string, options: RequestInit): Promise<Response> => {
  const session = currentSession();
  const response = await fetch(url, options).catch((error: unknown) => {
    throw error instanceof TypeError ? apiError(0, translate("polls.server.unreachable")) : error;
  });
  if (response.ok) return response;
  if (response.status === 401 && (await waitForSignIn(session))) return fetchSignedIn(url, options);
  const body = await response.json().catch(() => ({}));
  const message = body.message || translate("polls.server.unavailable");
  const error = apiError(response.status, message, body);
  throw body.errors && i18nProvider.getLocale() === "fr" ? errorInFrench(error) : error;
};
