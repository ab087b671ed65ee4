import { count } from "../../shared/locale";
import { timeZone } from "../dateTime";

/**
 * Messages that are looked up by key, as `resources.questions.*`. react-admin finds the label of an input or column
 * under `fields`, by its source. The components translate the entries of `message`, to fill in their placeholders.
 */
export const messages = {
  name: "Poll |||| Polls",
  fields: {
    question_text: "Question",
    status: "Status",
    ballots: "Ballots",
    ballots_gte: "Ballots, at least",
    pub_date: "Opens",
    pub_date_gte: "Opens after",
    pub_date_lte: "Opens before",
    closes_at: "Closes",
    voting: "Each voter picks",
    max_choices: "At most",
    voter_check: "Each voter votes",
    results_visibility: "Who sees the result",
    listed: "Who finds the poll",
    choices: "Choices",
    "choices.choice_text": "Choice",
  },
  notifications: {
    created: "Poll created",
    updated: "Poll saved",
    deleted: "Poll deleted |||| %{smart_count} polls deleted",
  },
  message: {
    delete_title: "Delete this poll?",
    delete_content:
      "“%{question}” and its one ballot will be permanently deleted. |||| “%{question}” and its %{smart_count} ballots will be permanently deleted.",
    bulk_delete_title: "Delete one poll? |||| Delete %{smart_count} polls?",
    bulk_delete_content:
      "The poll and its %{ballots} will be permanently deleted. |||| %{smart_count} polls and their %{ballots} will be permanently deleted.",
    ballots: "one ballot |||| %{smart_count} ballots",
  },
};

/** The helper texts of the form, by field. */
export const helperTexts = {
  pub_date: `${timeZone} time.`,
  pub_date_of_new_poll: `${timeZone} time. Leave empty to open the poll as soon as it is saved.`,
  closes_at: "Nobody can vote after this time. Leave empty to keep the poll open.",
  results_visibility:
    "You see the result here in the dashboard. “Everyone, after the close” keeps it secret from you too until then.",
  listed: "If switched off, only people with the link can find the poll.",
  max_choices: "How many choices each voter may pick. Leave empty for no limit.",
  voter_check:
    "“Once per browser” prevents accidental second votes, not deliberate ones: another browser can vote again.",
};

/** The other texts of the screens, which the components import. */
export const texts = {
  list: "Polls",
  search: "Search polls",
  create: "New poll",
  edit: "Edit poll",
  addChoice: "Add a choice",
  listedSwitch: "On the list of polls",
  fixedByVotes: (ballots: number) =>
    `${count(ballots, "ballot")} cast, so the question, its choices and the way to vote are fixed.`,

  noPolls: "No polls yet",
  noPollsHint: "Write a question and its choices, share the link, and watch the votes come in.",
  createFirst: "Create the first poll",

  link: "Link for voters",
  copyLink: "Copy link",
  linkCopied: "Link copied",
  linkSelected: "The link is selected. Copy it with Ctrl+C or ⌘C.",
  viewOnSite: "View on site",

  votes: "Votes",
  opens: (time: string) => `Opens ${time}`,
  opened: (time: string) => `Opened ${time}`,
  closes: (time: string) => `Closes ${time}`,
  closed: (time: string) => `Closed ${time}`,
  outdated: "Not up to date: the server can't be reached.",
  secret: "The votes are secret until the close.",
  severalChoices: "Each ballot has one choice or more. 100% is all ballots.",
  rounded: "Percentages are rounded.",
};
