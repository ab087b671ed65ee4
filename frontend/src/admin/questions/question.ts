import type { components } from "../../shared/schema";

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
  { id: "after_vote", name: "Voters, once they have voted" },
  { id: "after_close", name: "Everyone, after the close" },
  { id: "staff", name: "Nobody but the dashboard's users" },
];

export const nameOf = (options: { id: string; name: string }[], id: string) =>
  options.find((option) => option.id === id)?.name;

export const votingOf = ({ voting, max_choices }: Question) =>
  `${nameOf(VOTING, voting)}${max_choices ? `, at most ${max_choices}` : ""}`;

export const newQuestion = {
  voting: "single",
  voter_check: "browser",
  results_visibility: "always",
  listed: true,
  choices: [{ choice_text: "" }, { choice_text: "" }],
};

/**
 * What a form holds, as the API wants it. Once there are ballots the form shows what they were cast on, but
 * does not own it: only the terms are sent.
 */
export const toPayload = (form: Partial<Question>) => {
  const { question_text, choices, voting, voter_check, max_choices, ...terms } = form;
  if (form.ballots) return terms;
  return {
    ...form,
    // Absent means "now" for a new poll, by the server's clock.
    pub_date: form.pub_date ?? undefined,
    // A limit that was typed before switching back to one choice is out of sight: it must not be sent.
    max_choices: voting === "multiple" ? max_choices : null,
  };
};
