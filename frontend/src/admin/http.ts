import { fetchUtils, HttpError } from "ra-core";
import { i18nProvider, translate } from "./i18nProvider";
import { errorInFrench } from "./server/frenchErrors";

export type Http = typeof fetchUtils.fetchJson;

/** An error with a body like the API's. Without `errors` in it, react-admin's forms treat a save as successful. */
export const apiError = (status: number, message: string, more?: object) =>
  new HttpError(message, status, { message, errors: { root: { serverError: message } }, ...more });

/** True if `error` is a 404 of the API. */
export const isNotFound = (error: unknown) => error instanceof HttpError && error.status === 404;

/**
 * ra-core's `fetchJson`. Its `HttpError` passes the API's `{message, errors}` on to the forms. This wrapper translates
 * them, and adds a message where there is no response, or where a proxy responded instead of the API.
 */
export const http: Http = (url, options) =>
  fetchUtils.fetchJson(url, options).catch((error: unknown) => {
    // fetch rejects with a TypeError if the network failed, and only then.
    if (error instanceof TypeError) throw apiError(0, translate("polls.server.unreachable"));
    if (!(error instanceof HttpError)) throw error;
    if (error.body?.errors) throw i18nProvider.getLocale() === "fr" ? errorInFrench(error) : error;
    const message = error.status < 500 && error.message;
    throw apiError(error.status, message || translate("polls.server.unavailable"));
  });
