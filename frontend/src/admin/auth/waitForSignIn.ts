/**
 * Requests that wait for a sign-in. A request that is answered with a 401 waits here while SignInAgain.tsx asks for the
 * password over the current screen, and is then sent again. A save, a bulk action or a refetch goes on by itself, and
 * the screen keeps its input.
 */
import { useSyncExternalStore } from "react";

interface Wait {
  ended: Promise<boolean>;
  end: (isSignedIn: boolean) => void;
}

let wait: Wait | undefined;
// Counts the sign-ins, so that a late 401 to a request of the previous session does not ask again.
let session = 0;
const dialogs = new Set<() => void>();

const begin = (): Wait => {
  let end: Wait["end"] = () => {};
  const ended = new Promise<boolean>((resolve) => {
    end = resolve;
  });
  return { ended, end };
};

const update = (next: Wait | undefined) => {
  wait = next;
  for (const notify of dialogs) notify();
};

/** The session that a request belongs to, to be passed on to `waitForSignIn` if the request gets a 401. */
export const currentSession = () => session;

/**
 * Wait until the user is signed in again. False if nobody can be asked, as on the sign-in page, or if the user has
 * left the screen.
 */
export const waitForSignIn = async (sessionOfRequest: number): Promise<boolean> => {
  if (sessionOfRequest !== session) return true;
  if (dialogs.size === 0) return false;
  if (!wait) update(begin());
  return wait?.ended ?? false;
};

/** Send the waiting requests again, or let them fail. */
export const endWait = (isSignedIn: boolean) => {
  if (isSignedIn) session += 1;
  const ending = wait;
  if (!ending) return;
  update(undefined);
  ending.end(isSignedIn);
};

/** True while requests wait. The component that calls this is the one that asks. */
export const useIsSignInNeeded = () => useSyncExternalStore(subscribe, () => wait !== undefined);

const subscribe = (notify: () => void) => {
  dialogs.add(notify);
  return () => {
    dialogs.delete(notify);
    if (dialogs.size === 0) endWait(false);
  };
};
