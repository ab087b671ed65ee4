import { type I18nProvider, mergeTranslations, type TranslationMessages } from "ra-core";
import polyglotI18nProvider from "ra-i18n-polyglot";
import english from "ra-language-english";
import french from "ra-language-french";
import { languageOf } from "../shared/languages";
import { figure } from "../shared/locale";
import * as account from "./account/messages";
import * as auth from "./auth/messages";
import { bidiIsolate } from "./bidiIsolate";
import * as bulk from "./bulk/messages";
import * as dates from "./dates/messages";
import * as editing from "./editing/messages";
import * as exporting from "./exporting/messages";
import * as changes from "./history/messages";
import * as home from "./home/messages";
import * as importing from "./importing/messages";
import * as layout from "./layout/messages";
import * as lists from "./lists/messages";
import * as mailings from "./mailings/messages";
import * as ra from "./messages";
import * as questions from "./questions/messages";
import * as rolls from "./rolls/messages";
import * as server from "./server/messages";
import * as users from "./users/messages";
import * as voters from "./voters/messages";

/** The messages of each folder, in both languages: `resources.questions.*` and so on. */
export const RESOURCES = { changes, mailings, questions, rolls, users, voters };

/** The messages of the other folders: `polls.layout.*` and so on. */
export const FOLDERS = {
  account,
  auth,
  bulk,
  dates,
  editing,
  exporting,
  home,
  importing,
  layout,
  lists,
  server,
};

export type Language = "en" | "fr";

const LANGUAGES: { locale: Language; name: string }[] = [
  { locale: "en", name: "English" },
  { locale: "fr", name: "Français" },
];

const REACT_ADMIN: Record<Language, TranslationMessages> = {
  en: mergeTranslations(english, { ra: ra.en }),
  fr: mergeTranslations(french, { ra: ra.fr }),
};

const only = (language: Language, folders: Record<string, Record<Language, object>>) =>
  Object.fromEntries(Object.entries(folders).map(([name, texts]) => [name, texts[language]]));

/** Isolate the placeholders for names and titles, so that these keep their own direction in a message. */
const isolatePlaceholders = <Messages extends object>(messages: Messages): Messages =>
  JSON.parse(JSON.stringify(messages), (_, text) =>
    typeof text === "string"
      ? text.replace(/%{(question|record|recordRepresentation)}/g, (name) => bidiIsolate(name))
      : text,
  );

const messagesIn = (language: Language) =>
  isolatePlaceholders(
    mergeTranslations(REACT_ADMIN[language], {
      polls: only(language, FOLDERS),
      resources: only(language, RESOURCES),
    }),
  );

/** The first of the browser's languages that the dashboard speaks. Node 20 has no `navigator`. */
const preferred = () =>
  globalThis.navigator?.languages
    .map(languageOf)
    .find((tag) => LANGUAGES.some(({ locale }) => locale === tag)) ?? "en";

const polyglot = polyglotI18nProvider(
  (language) => messagesIn(language as Language),
  preferred(),
  LANGUAGES,
  {
    // Messages from the server are shown as they are; they have no keys.
    allowMissing: true,
    // Groups the digits of numbers, which polyglot inserts as they are.
    replace(this: string, placeholders: RegExp, insert: (...match: string[]) => unknown) {
      return this.replace(placeholders, (...match) => {
        const value = insert(...match);
        return typeof value === "number" ? figure(value) : `${value}`;
      });
    },
  },
);

export const i18nProvider: I18nProvider = {
  ...polyglot,
  async changeLocale(language) {
    await polyglot.changeLocale(language);
    document.documentElement.lang = language;
  },
};

/** Translates outside of components, which call `useTranslate` instead. */
export const translate = (key: string, options?: object): string =>
  i18nProvider.translate(key, options);
