import type { Poll, Results } from "../net/api";

/** What a voter reads on the paper before the vote. `paper` tells it from any other. */
export type Paper = Pick<Poll, "paper" | "question_text" | "voting" | "max_choices" | "choices">;

/** How many choices a ballot takes at most. */
export const limitOf = ({ voting, max_choices, choices }: Paper): number =>
  voting === "single" ? 1 : (max_choices ?? choices.length);

export function instruction(paper: Paper): string {
  const limit = limitOf(paper);
  if (paper.choices.length === 1) return "There is only one choice.";
  if (limit === 1) return "Choose one.";
  return limit >= paper.choices.length ? "Choose as many as you like." : `Choose up to ${limit}.`;
}

/**
 * The ticks that still mean what they meant on the paper before. There are none where they are more than the new
 * maximum: which of them to give up is the voter's to say.
 */
export function stillTicked(chosen: number[], before: Paper, now: Paper): number[] {
  if (before.question_text !== now.question_text || before.voting !== now.voting) return [];
  const same = chosen.filter((id) => textOf(now, id) === (textOf(before, id) ?? null));
  return same.length > limitOf(now) ? [] : same;
}

/** Whether `results` are of the poll with these choices, and not of the poll before or after an edit. */
export const areOf = (poll: Poll, { choices }: Results): boolean =>
  choices.length === poll.choices.length &&
  choices.every(({ id, choice_text }) => choice_text === textOf(poll, id));

const textOf = ({ choices }: Pick<Paper, "choices">, id: number) =>
  choices.find((choice) => choice.id === id)?.choice_text;
