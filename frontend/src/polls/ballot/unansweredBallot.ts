import type { BallotPaper } from "./BallotPaper";
import { newReceipt } from "./newReceipt";

/**
 * A ballot that was sent and has no answer yet: its receipt, the choices last sent under it, and the ballot paper that
 * they were ticked on. It is kept in the tab's session storage, so that it survives a reload but the next person on
 * this computer does not find it, and is forgotten once the server has answered.
 */
export type Attempt = { receipt: string; choices: number[]; paper: BallotPaper };

const key = (slug: string) => `polls:attempt:${slug}`;

/** Keeps attempts until the next reload in browsers without storage. */
const memory = new Map<string, string>();

export function pendingAttempt(slug: string): Attempt | null {
  const stored = memory.get(key(slug)) ?? tryStorage((storage) => storage.getItem(key(slug)));
  return stored ? JSON.parse(stored) : null;
}

/** Stores an attempt to send `choices`, before anything is sent. A pending attempt keeps its receipt. */
export function beginAttempt(slug: string, choices: number[], paper: BallotPaper): Attempt {
  const attempt = { receipt: pendingAttempt(slug)?.receipt ?? newReceipt(), choices, paper };
  const text = JSON.stringify(attempt);
  memory.set(key(slug), text);
  tryStorage((storage) => storage.setItem(key(slug), text));
  return attempt;
}

export function forgetAttempt(slug: string): void {
  memory.delete(key(slug));
  tryStorage((storage) => storage.removeItem(key(slug)));
}

/** `sessionStorage` throws when cookies are blocked and when it is full. */
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
