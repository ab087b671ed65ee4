import polyglotI18nProvider from "ra-i18n-polyglot";
import english from "ra-language-english";
import { mergeTranslations } from "react-admin";
import { bidiIsolate } from "./bidiIsolate";
import { en as exporting } from "./exporting/messages";
import { en as importing } from "./importing/messages";
import { messages as questions } from "./questions/messages";
import { messages as users } from "./users/messages";

const messages = {
  ra: {
    action: { bulk_actions: "1 selected |||| %{smart_count} selected" },
    auth: { logout: "Sign out", user_menu: "Account" },
    navigation: { no_filtered_results: "Nothing found." },
    message: { invalid_form: "Not saved. Please correct the marked fields." },
  },
  resources: { questions, users },
  polls: { exporting, importing },
};

/** Isolate the placeholders for names and titles, so that these keep their own direction in a message. */
const isolatePlaceholders = <Messages extends object>(messages: Messages): Messages =>
  JSON.parse(JSON.stringify(messages), (_, text) =>
    typeof text === "string"
      ? text.replace(/%{(question|recordRepresentation)}/g, (name) => bidiIsolate(name))
      : text,
  );

const translations = isolatePlaceholders(mergeTranslations(english, messages));

export const i18nProvider = polyglotI18nProvider(() => translations, "en", {
  // Messages from the server are shown as they are; they have no keys.
  allowMissing: true,
});
