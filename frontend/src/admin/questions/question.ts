export type Choice = { id: number; choice_text: string; position: number; votes: number };

export type Question = {
  id: number;
  slug: string;
  question_text: string;
  pub_date: string;
  closes_at: string | null;
  voting: "single" | "multiple";
  max_choices: number | null;
  voter_check: "none" | "browser";
  results_visibility: "always" | "after_vote" | "after_close" | "staff";
  listed: boolean;
  ballots: number;
  status: "scheduled" | "open" | "closed";
  choices: Choice[];
};

/** What the rules of a poll are called, wherever they are read or chosen. */
export const VOTING = [
  { id: "single", name: "One choice" },
  { id: "multiple", name: "Several choices" },
];

export const VOTER_CHECK = [
  { id: "browser", name: "Each browser once" },
  { id: "none", name: "Anyone, any number of times" },
];

export const RESULTS_VISIBILITY = [
  { id: "always", name: "Everyone sees it at any time" },
  { id: "after_vote", name: "Voters see it once they have voted" },
  { id: "after_close", name: "Everyone sees it after the close" },
  { id: "staff", name: "Only you and your colleagues see it" },
];

export const newQuestion = {
  voting: "single",
  voter_check: "browser",
  results_visibility: "always",
  listed: true,
  choices: [{ choice_text: "" }, { choice_text: "" }],
};

/** What a form holds, as the API wants it. */
export const toPayload = (form: Partial<Question>) => ({
  ...form,
  // Absent means "now" for a new poll, by the server's clock.
  pub_date: form.pub_date ?? undefined,
  // A limit that was typed before switching back to one choice is out of sight: it must not be sent.
  max_choices: form.voting === "multiple" ? form.max_choices : null,
});
