import type { BallotPaper } from "./BallotPaper";
import { newReceipt } from "./newReceipt";

/**
 * A ballot that was sent and whose fate is unknown: its receipt, and the choices last sent under it with the paper
 * that they were ticked on. It is kept for the tab (a reload keeps it, the next person on this computer does not
 * find it) and forgotten as soon as the server has said what became of it.
 */
export type Attempt = { receipt: string; choices: number[]; paper: BallotPaper };

const key = (slug: string) => `polls:attempt:${slug}`;

/** What a browser that refuses storage still has, until the next reload. */
const memory = new Map<string, string>();

export function pendingAttempt(slug: string): Attempt | null {
  const stored = memory.get(key(slug)) ?? tryStorage((storage) => storage.getItem(key(slug)));
  return stored ? JSON.parse(stored) : null;
}

/** The attempt to send `choices` under, written down before anything is sent. */
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

/** `sessionStorage` throws where cookies are blocked, and when it is full. */
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
