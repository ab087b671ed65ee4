import { figure, localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";

export type Choice = components["schemas"]["ChoiceRead"];
export type Question = components["schemas"]["QuestionRead"];

export const STATUS = [
  { id: "draft", name: "Draft" },
  { id: "scheduled", name: "Scheduled" },
  { id: "open", name: "Open" },
  { id: "closed", name: "Closed" },
];

// The options of a poll's rules, with the names that forms, filters and screens show.
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
  { id: "staff", name: "Dashboard users only" },
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

/** Formats the value of each editable field, for the rules of a poll and for conflicting edits. */
export const wording = {
  question_text: (text) => text,
  choices: (choices) => choices.map(({ choice_text }) => choice_text),
  voting: (voting) => nameOf(VOTING, voting),
  max_choices: (limit) => (limit ? figure(limit) : "No limit"),
  voter_check: (check) => nameOf(VOTER_CHECK, check),
  pub_date: localTime,
  closes_at: (close) => (close ? localTime(close) : "Never"),
  results_visibility: (visibility) => nameOf(RESULTS_VISIBILITY, visibility),
  listed: (listed) => (listed ? "Everyone" : "People with the link"),
} satisfies FieldWording<Question>;

/** The fields that can no longer be changed once a poll has votes. The API has the same list. */
export const FIXED_BY_VOTES: readonly (keyof Question)[] = [
  "question_text",
  "voting",
  "max_choices",
  "voter_check",
  "choices",
];

export const fixedFields = ({ ballots }: Question) => (ballots ? FIXED_BY_VOTES : []);

/** Convert the values of the form to the body of a request. Fixed fields are left out. */
export const toPayload = (
  form: Partial<Question>,
  { previousData: stored }: { previousData?: Question } = {},
) => {
  if (form.ballots) {
    const isChangeable = ([field]: [string, unknown]) =>
      !FIXED_BY_VOTES.includes(field as keyof Question);
    return Object.fromEntries(Object.entries(form).filter(isChangeable));
  }
  const { choices, voting, max_choices } = form;
  const known = new Set(stored?.choices.map(({ id }) => id));
  return {
    ...form,
    // A choice that someone else has deleted but this form keeps is sent as a new one, without an id.
    choices: choices?.map(({ id, ...choice }) => (known.has(id) ? { id, ...choice } : choice)),
    // Without an opening time, a new poll opens now, by the server's clock.
    pub_date: form.pub_date ?? undefined,
    // The form hides the limit for a single choice, but may still hold a value.
    max_choices: voting === "multiple" ? max_choices : null,
  };
};
