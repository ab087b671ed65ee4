import type { Counted, Me, Poll, Results } from "../net/api";

/** A poll, and the part of the voter's state that says which result this voter may see. */
export type Loaded = { poll: Poll; me: Pick<Me, "results"> };

/** True if `results` list the choices of `poll`, and not those of a version before or after an edit. */
export const fits = ({ choices }: Poll, results: Results): boolean =>
  choices.length === results.choices.length &&
  results.choices.every(
    ({ id, choice_text }) =>
      choices.find((choice) => choice.id === id)?.choice_text === choice_text,
  );

/**
 * The result that the server shows this voter. `me` and `poll` come from two requests; a result that does not fit
 * the poll, because the poll was edited between the requests, is left out.
 */
export const currentResults = ({ poll, me }: Loaded): Results | null =>
  [me.results, poll.results].find((results) => results && fits(poll, results)) ?? null;

/**
 * The result that this voter may see. Where a browser may cast many ballots, the server cannot tell who has voted, so a
 * result that is shown "after the vote" comes only with the answer to the vote.
 */
export function visibleResults(page: Loaded & { counted: Counted | null }): Results | null {
  const { poll, counted } = page;
  const answered = poll.results_visibility === "after_vote" ? counted?.results : null;
  return currentResults(page) ?? answered ?? null;
}
