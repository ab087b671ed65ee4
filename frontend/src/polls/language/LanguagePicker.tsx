import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { LANGUAGE_TAGS, LANGUAGES, type Language } from "../../shared/languages";
import { chooseLanguage, currentLanguage } from "./language";

/**
 * Changes the language of the page at once. Each language has its own name, for people who read no other. `children`
 * come before it at the foot of the page.
 */
export function LanguagePicker({ children }: { children?: ComponentChildren }) {
  const [failed, setFailed] = useState(false);
  const choose = (select: HTMLSelectElement) =>
    chooseLanguage(select.value as Language).then(
      () => setFailed(false),
      () => {
        select.value = currentLanguage();
        setFailed(true);
      },
    );
  return (
    <footer className="colophon">
      {children}
      <select
        aria-label={t`Language`}
        value={currentLanguage()}
        onChange={({ currentTarget }) => choose(currentTarget)}
      >
        {LANGUAGE_TAGS.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGES[language]}
          </option>
        ))}
      </select>
      {failed && (
        <p role="alert">{t`This language did not load. Check your connection, then try again.`}</p>
      )}
    </footer>
  );
}
