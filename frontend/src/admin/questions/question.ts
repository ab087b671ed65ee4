import { figure, locale, localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";
import { translate } from "../i18nProvider";
import { withoutEmptyEnd } from "./form/choiceLines";
import { en } from "./messages";

export type Choice = components["schemas"]["ChoiceRead"];
export type Question = components["schemas"]["QuestionRead"];

const keyOf = (field: string, value: string) => `resources.questions.values.${field}.${value}`;

/** The name of a value of a field. */
export const nameOf = (field: keyof typeof en.values, value: string | boolean) =>
  translate(keyOf(field, `${value}`));

/** The values of a field, as react-admin's inputs take them: it translates the names. */
const choicesOf = (field: "voting" | "voter_check" | "results_visibility") =>
  Object.keys(en.values[field]).map((id) => ({ id, name: keyOf(field, id) }));

export const VOTING = choicesOf("voting");
export const VOTER_CHECK = choicesOf("voter_check");
export const RESULTS_VISIBILITY = choicesOf("results_visibility");

/** The results that a poll with a roll can have: its tallies are secret until the close. */
export const SECRET_RESULTS = RESULTS_VISIBILITY.filter(({ id }) =>
  ["after_close", "staff"].includes(id),
);

/** True while nobody sees the tallies of a poll with a roll, whatever their role. */
export const isShut = ({ voter_check, status }: Question) =>
  voter_check === "roll" && status !== "closed";

export const votingOf = ({ voting, max_choices: limit }: Question) => {
  const name = nameOf("voting", voting);
  if (!limit) return name;
  return translate("resources.questions.voting_limited", { voting: name, limit });
};

export const newQuestion = {
  voting: "single",
  voter_check: "browser",
  results_visibility: "always",
  listed: true,
  choices: [{ choice_text: "" }, { choice_text: "" }],
};

/** The settings of a poll that becomes one for the people on a roll. */
export const secret = { voter_check: "roll", results_visibility: "after_close", listed: false };

/** The values that the form of a new poll for a roll starts with. */
export const newPollOf = (roll_id: number) => ({ ...newQuestion, ...secret, roll_id });

/** A share in percent, as precise as it was typed. */
const percent = (share: number) =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 4 }).format(share);

/** Formats the value of each editable field, for the rules of a poll and for conflicting edits. */
export const wording = {
  question_text: (text) => text,
  choices: (choices) => choices.map(({ choice_text }) => choice_text),
  voting: (voting) => nameOf("voting", voting),
  max_choices: (limit) => (limit ? figure(limit) : translate("resources.questions.no_limit")),
  voter_check: (check) => nameOf("voter_check", check),
  quorum: (share) => (share ? percent(share) : translate("resources.questions.no_quorum")),
  roll_id: (id) => (id ? translate("resources.questions.roll_number", { number: `${id}` }) : ""),
  pub_date: localTime,
  closes_at: (close) => (close ? localTime(close) : translate("resources.questions.never")),
  results_visibility: (visibility) => nameOf("results_visibility", visibility),
  listed: (listed) => nameOf("listed", listed),
} satisfies FieldWording<Question>;

/** The fields that can no longer be changed once a poll has votes. The API has the same list. */
export const FIXED_BY_VOTES: readonly (keyof Question)[] = [
  "question_text",
  "voting",
  "max_choices",
  "voter_check",
  "roll_id",
  "quorum",
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
    choices:
      choices &&
      withoutEmptyEnd(choices).map(({ id, ...choice }) =>
        known.has(id) ? { id, ...choice } : choice,
      ),
    // Without an opening time, a new poll opens now, by the server's clock.
    pub_date: form.pub_date ?? undefined,
    // The form hides the limit for a single choice, but may still hold a value.
    max_choices: voting === "multiple" ? max_choices : null,
    // The form hides the roll of a poll that is not for one, too.
    roll_id: form.voter_check === "roll" ? form.roll_id : form.roll_id && null,
    quorum: form.voter_check === "roll" ? form.quorum : form.quorum && null,
  };
};
