import polyglotI18nProvider from "ra-i18n-polyglot";
import english from "ra-language-english";
import { mergeTranslations } from "react-admin";
import { isolate } from "./isolate";

const messages = {
  ra: {
    action: { bulk_actions: "1 selected |||| %{smart_count} selected" },
    auth: { logout: "Sign out", user_menu: "Account" },
    navigation: { no_filtered_results: "Nothing found." },
    message: { invalid_form: "Not saved. Some fields need another look." },
  },
  resources: {
    questions: {
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
      },
      notifications: {
        created: "Poll created",
        updated: "Poll saved",
        deleted: "Poll deleted |||| %{smart_count} polls deleted",
      },
      message: {
        delete_title: "Delete this poll?",
        delete_content:
          "“%{question}” and its one ballot will be gone for good. |||| “%{question}” and its %{smart_count} ballots will be gone for good.",
        bulk_delete_title: "Delete one poll? |||| Delete %{smart_count} polls?",
        bulk_delete_content:
          "The poll and its %{ballots} will be gone for good. |||| %{smart_count} polls and their %{ballots} will be gone for good.",
        ballots: "one ballot |||| %{smart_count} ballots",
      },
    },
    users: {
      name: "User |||| Users",
      fields: { username: "Username", password: "Password", role: "Role" },
      notifications: {
        created: "User created",
        updated: "User saved",
        deleted: "User deleted |||| %{smart_count} users deleted",
      },
    },
  },
};

/** Names and titles keep their own direction within a sentence. */
const isolated = <Messages extends object>(messages: Messages): Messages =>
  JSON.parse(JSON.stringify(messages), (_, text) =>
    typeof text === "string"
      ? text.replace(/%{(question|recordRepresentation)}/g, (name) => isolate(name))
      : text,
  );

const texts = isolated(mergeTranslations(english, messages));

export const i18nProvider = polyglotI18nProvider(() => texts, "en", {
  // The server's sentences are shown as they come, and are no keys.
  allowMissing: true,
});
