import { plural, t } from "@lingui/core/macro";
import type { Poll } from "../net/api";

/** The part of a poll that people vote on. `paper` is its fingerprint, which changes when any of it does. */
export type BallotPaper = Pick<
  Poll,
  "paper" | "question_text" | "voting" | "max_choices" | "choices"
>;

/** The largest number of choices on one ballot. */
export const limitOf = ({ voting, max_choices, choices }: BallotPaper): number =>
  voting === "single" ? 1 : (max_choices ?? choices.length);

export function instruction(paper: BallotPaper): string {
  const limit = limitOf(paper);
  if (paper.choices.length === 1) return t`There is only one choice.`;
  if (limit === 1) return t`Choose one.`;
  if (limit >= paper.choices.length) return t`Choose as many as you like.`;
  return plural(limit, { other: "Choose up to #." });
}

/**
 * The ticks of the old paper that mean the same on the new one. If they exceed the new maximum, all are dropped: the
 * voter has to decide which to give up.
 */
export function stillTicked(chosen: number[], before: BallotPaper, now: BallotPaper): number[] {
  if (before.question_text !== now.question_text || before.voting !== now.voting) return [];
  const same = chosen.filter((id) => textOf(now, id) === (textOf(before, id) ?? null));
  return same.length > limitOf(now) ? [] : same;
}

const textOf = ({ choices }: BallotPaper, id: number) =>
  choices.find((choice) => choice.id === id)?.choice_text;
