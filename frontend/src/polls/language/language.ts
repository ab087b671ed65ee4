/// <reference path="./lingui.d.ts" />
/** The language that the page speaks. It is the voter's choice, or the browser's, or the installation's. */

import { i18n, type Messages } from "@lingui/core";
import { useEffect, useReducer } from "preact/hooks";
import { bestLanguage, directionOf, type Language } from "../../shared/languages";
import { locale } from "../../shared/locale";

/** Each catalogue is a file of its own, and a voter loads one. */
const CATALOGUES: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import("./locales/en.po"),
  de: () => import("./locales/de.po"),
  fr: () => import("./locales/fr.po"),
  es: () => import("./locales/es.po"),
  ar: () => import("./locales/ar.po"),
};

const KEY = "polls:language";

/** Delay before another attempt to load a catalogue. */
const AGAIN_MS = 1_000;

/** The language to start with. The server writes the installation's default language into the page. */
export const startLanguage = (): Language =>
  bestLanguage([chosen(), ...navigator.languages, document.documentElement.lang]);

export const currentLanguage = () => i18n.locale as Language;

/** The language that was asked for last. */
let wanted: Language;

/** Loads a language and switches the page to it, unless another one was asked for since. Throws if it does not load. */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  const { messages } = await CATALOGUES[language]();
  if (wanted !== language) return;
  const { documentElement } = document;
  documentElement.lang = language;
  documentElement.dir = directionOf(language);
  i18n.loadAndActivate({ locale: language, locales: locale(), messages });
}

/** Speaks the language to start with, or English if its catalogue does not load. */
export async function startSpeaking(): Promise<void> {
  const language = startLanguage();
  try {
    await speak(language);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    await speak(language).catch(() => speak("en"));
  }
}

/** Switches to the language that the voter chose, and keeps the choice for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  await speak(language);
  if (wanted !== language) return;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Browsers that block cookies have no storage either. The choice lasts until the page is left.
  }
}

function chosen(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Renders the component again whenever the language changes. */
export function useLanguage(): Language {
  const [, render] = useReducer((turn: number, _: undefined) => turn + 1, 0);
  useEffect(() => i18n.on("change", () => render(undefined)), []);
  return currentLanguage();
}
