/** Answers of the API for tests, which state only what differs. */
import type { Choice, Me, Poll, PollSummary, Results } from "../net/api";

/** Choices with these texts, whose ids count from 0. */
export const choicesOf = (...texts: string[]): Choice[] =>
  texts.map((choice_text, id) => ({ id, choice_text }));

export const CHOICES = choicesOf("River", "Noodles", "Share");

/** A poll as the lists show it: open, without an end. */
export const summaryOf = (slug: string): PollSummary => ({
  slug,
  question_text: `Poll ${slug}`,
  pub_date: "2026-01-01T00:00:00Z",
  closes_at: null,
  is_open: true,
});

/** An open poll that takes one choice and one vote per browser, and whose result everyone may see. */
export const pollWith = (values: Partial<Poll> = {}): Poll => ({
  ...summaryOf("lunch"),
  question_text: "Where do we eat?",
  voting: "single",
  max_choices: null,
  voter_check: "browser",
  results_visibility: "always",
  paper: "1",
  choices: CHOICES,
  corrections: [],
  results: null,
  ...values,
});

/** The state of a voter who has not voted, in a browser that keeps cookies. */
export const voterWith = (values: Partial<Me> = {}): Me => ({
  voted: false,
  cookies: true,
  voter: null,
  results: null,
  ...values,
});

/** The result of ballots with one choice each. A choice without a number has no votes. */
export const resultOf = (choices: Choice[], ...votes: number[]): Results => ({
  ballots: votes.reduce((all, more) => all + more, 0),
  choices: choices.map((choice, index) => ({ ...choice, votes: votes[index] ?? 0 })),
});
