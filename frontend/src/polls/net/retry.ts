/** Trying again by itself, where a rush or a lost connection is all that stands between the page and its answer. */

import { ApiError } from "./request";

const FIRST_MS = 500;
const LONGEST_MS = 8_000;
const GIVE_UP_MS = 90_000;

/** Too many at once, as the server or a proxy before it says. */
export const isBusy = (error: unknown): error is ApiError =>
  error instanceof ApiError && [429, 503].includes(error.status);

/** Busy, or nobody there: the same call may well succeed in a moment. */
export const isPassing = (error: unknown): error is ApiError =>
  isBusy(error) || (error instanceof ApiError && [0, 502, 504].includes(error.status));

/**
 * What `call` gives, tried again while it fails with what `passes` knows, for a minute and a half; then it throws
 * the last error. `onWait` learns of each failure that is followed by another try. After `signal` there is none.
 */
export async function retrying<T>(
  call: () => Promise<T>,
  passes: (error: unknown) => error is ApiError,
  onWait: (error: ApiError) => void,
  signal: AbortSignal,
): Promise<T> {
  const end = Date.now() + GIVE_UP_MS;
  for (let delay = FIRST_MS; ; delay = Math.min(2 * delay, LONGEST_MS)) {
    try {
      return await call();
    } catch (error) {
      if (!passes(error) || Date.now() > end || signal.aborted) throw error;
      onWait(error);
      await pause(Math.max(delay, Math.min(1000 * error.retryAfter, GIVE_UP_MS / 3)));
      signal.throwIfAborted();
    }
  }
}

/** From `ms` to twice as long, so that those who were refused together come back apart; less once back online. */
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
