import { keep, recall } from "../net/tabStorage";
import type { BallotPaper } from "./BallotPaper";
import { newReceipt } from "./newReceipt";

/**
 * A ballot that was sent and has no answer yet: its receipt, the choices last sent under it, and the ballot paper that
 * they were ticked on. With a roll, `voter` names the voter's code, and nobody else finds the ballot. The tab keeps it,
 * so that it survives a reload, and forgets it once the server has answered.
 */
export type Attempt = {
  slug: string;
  voter: string | null;
  receipt: string;
  choices: number[];
  paper: BallotPaper;
};

const key = (slug: string, voter: string | null) => `polls:attempt:${slug}${voter ?? ""}`;

export function pendingAttempt(slug: string, voter: string | null): Attempt | null {
  const stored = recall(key(slug, voter));
  return stored ? { ...JSON.parse(stored), slug, voter } : null;
}

/** Stores an attempt to send `choices`, before anything is sent. A pending attempt keeps its receipt. */
export function beginAttempt(
  slug: string,
  voter: string | null,
  choices: number[],
  paper: BallotPaper,
): Attempt {
  const receipt = pendingAttempt(slug, voter)?.receipt ?? newReceipt();
  const attempt = { slug, voter, receipt, choices, paper };
  keep(key(slug, voter), JSON.stringify(attempt));
  return attempt;
}

export const forgetAttempt = ({ slug, voter }: Pick<Attempt, "slug" | "voter">) =>
  keep(key(slug, voter), "");
