import type { components } from "./schema";

/** The languages of what voters read, each with its own name. Each has a catalogue in `src/polls/language/locales/`. */
export const LANGUAGES: Record<components["schemas"]["Language"], string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ar: "العربية",
};

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_TAGS = Object.keys(LANGUAGES) as Language[];

/** The direction in which a language is written. */
export const directionOf = (language: Language) => (language === "ar" ? "rtl" : "ltr");

/** The language of a tag, without its region or script. */
export const languageOf = (tag: string) => tag.toLowerCase().split("-")[0];

/** The first of the `wanted` language tags that this page speaks, in any regional variant, or English. */
export function bestLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = LANGUAGE_TAGS.find((language) => language === languageOf(tag ?? ""));
    if (language) return language;
  }
  return "en";
}
