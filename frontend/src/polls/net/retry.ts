/** Retries requests that fail because the server is overloaded or the connection is lost. */

import { ApiError } from "./request";

/** Delay before the first retry. It doubles with each failure, up to the longest delay. */
const FIRST_MS = 500;
const LONGEST_MS = 8_000;
/** Time after which the next failure is final, unless the browser is offline. */
const GIVE_UP_MS = 90_000;

/** True if the server, or a proxy in front of it, is overloaded. */
export const isBusy = (error: unknown): error is ApiError =>
  error instanceof ApiError && [429, 503].includes(error.status);

/** True if the same request may succeed in a moment: the server is overloaded or cannot be reached. */
export const isTemporary = (error: unknown): error is ApiError =>
  isBusy(error) || (error instanceof ApiError && [0, 502, 504].includes(error.status));

/**
 * Returns the result of `call`, and retries it for up to `GIVE_UP_MS` while `canRetry` accepts its error. The time
 * starts anew whenever the browser is offline. `onWait` gets the error before each retry. Throws the last error, or an
 * `AbortError` once `signal` is aborted.
 */
export async function retrying<T>(
  call: () => Promise<T>,
  canRetry: (error: unknown) => error is ApiError,
  onWait: (error: ApiError) => void,
  signal: AbortSignal,
): Promise<T> {
  let end = Date.now() + GIVE_UP_MS;
  for (let delay = FIRST_MS; ; delay = Math.min(2 * delay, LONGEST_MS)) {
    try {
      return await call();
    } catch (error) {
      if (!navigator.onLine) end = Date.now() + GIVE_UP_MS;
      if (!canRetry(error) || Date.now() > end || signal.aborted) throw error;
      onWait(error);
      await pause(Math.max(delay, Math.min(1000 * error.retryAfter, GIVE_UP_MS / 3)));
      signal.throwIfAborted();
    }
  }
}

/**
 * Waits between `ms` and twice as long: the random part spreads the retries of clients that were refused together.
 * Ends early when the browser is back online.
 */
const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms * (1 + Math.random()));
    addEventListener("online", done);
  });
