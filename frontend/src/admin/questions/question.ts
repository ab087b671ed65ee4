import { figure, localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";
import type { Wording } from "../editing/merge";

export type Choice = components["schemas"]["ChoiceRead"];
export type Question = components["schemas"]["QuestionRead"];

export const STATUS = [
  { id: "scheduled", name: "Scheduled" },
  { id: "open", name: "Open" },
  { id: "closed", name: "Closed" },
];

/** What the rules of a poll are called, wherever they are read or chosen. */
export const VOTING = [
  { id: "single", name: "One choice" },
  { id: "multiple", name: "Several choices" },
];

export const VOTER_CHECK = [
  { id: "browser", name: "Once per browser" },
  { id: "none", name: "Any number of times" },
];

export const RESULTS_VISIBILITY = [
  { id: "always", name: "Everyone, at any time" },
  { id: "after_vote", name: "Voters after their vote, everyone after the close" },
  { id: "after_close", name: "Everyone, after the close" },
  { id: "staff", name: "Nobody but the dashboard's users" },
];

export const nameOf = (options: { id: string; name: string }[], id: string) =>
  options.find((option) => option.id === id)?.name ?? id;

export const votingOf = ({ voting, max_choices }: Question) =>
  `${nameOf(VOTING, voting)}${max_choices ? `, at most ${max_choices}` : ""}`;

export const newQuestion = {
  voting: "single",
  voter_check: "browser",
  results_visibility: "always",
  listed: true,
  choices: [{ choice_text: "" }, { choice_text: "" }],
};

/** Each field that can be edited, as it is read: in the rules of a poll, and where two edits of it met. */
export const wording = {
  question_text: (text) => text,
  choices: (choices) => choices.map(({ choice_text }) => choice_text),
  voting: (voting) => nameOf(VOTING, voting),
  max_choices: (limit) => (limit ? figure(limit) : "No limit"),
  voter_check: (check) => nameOf(VOTER_CHECK, check),
  pub_date: localTime,
  closes_at: (close) => (close ? localTime(close) : "Never"),
  results_visibility: (visibility) => nameOf(RESULTS_VISIBILITY, visibility),
  listed: (listed) => (listed ? "Everyone" : "Those who have the link"),
} satisfies Wording<Question>;

/** What people voted on, and nobody can change from the first ballot on. */
export const votedOn = ({ ballots }: Question): (keyof Question)[] =>
  ballots ? ["question_text", "choices", "voting", "max_choices", "voter_check"] : [];

/**
 * What a form holds, as the API wants it. Once there are ballots the form shows what they were cast on, but
 * does not own it: only the terms are sent.
 */
export const toPayload = (
  form: Partial<Question>,
  { previousData: stored }: { previousData?: Question } = {},
) => {
  const { question_text, choices, voting, voter_check, max_choices, ...terms } = form;
  if (form.ballots) return terms;
  const known = new Set(stored?.choices.map(({ id }) => id));
  return {
    ...form,
    // A choice that someone else removed meanwhile, and that is kept here, is a new one.
    choices: choices?.map(({ id, ...choice }) => (known.has(id) ? { id, ...choice } : choice)),
    // Absent means "now" for a new poll, by the server's clock.
    pub_date: form.pub_date ?? undefined,
    // A limit that was typed before switching back to one choice is out of sight: it must not be sent.
    max_choices: voting === "multiple" ? max_choices : null,
  };
};
