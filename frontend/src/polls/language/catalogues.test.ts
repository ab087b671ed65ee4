import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { LANGUAGE_TAGS } from "../../shared/languages";
import { speak } from "./language";

type Token = string | [name: string, type?: string, forms?: Record<string, Token[] | string>];

/** The names of the values and the elements that a compiled message has, in any of its forms, and its plural forms. */
function partsOf(message: Token[] | string) {
  const parts = new Set<string>();
  const forms = new Set<string>();
  const visit = (tokens: Token[] | string) => {
    for (const token of typeof tokens === "string" ? [tokens] : tokens) {
      if (typeof token === "string") {
        for (const [tag] of token.matchAll(/<\/?\d+\/?>/g)) parts.add(tag);
        continue;
      }
      const [name, type, cases] = token;
      parts.add(name);
      if (type !== "plural" || !cases) continue;
      for (const [form, text] of Object.entries(cases)) {
        if (form === "offset") continue;
        forms.add(form);
        visit(text);
      }
    }
  };
  visit(message);
  return { parts: [...parts].sort(), forms: [...forms].sort() };
}

async function messagesOf(language: (typeof LANGUAGE_TAGS)[number]) {
  await speak(language);
  return Object.entries(i18n.messages) as [id: string, message: Token[] | string][];
}

test.each(LANGUAGE_TAGS.slice(1))(
  "%s has all values, elements and plural forms",
  async (language) => {
    const english = new Map(await messagesOf("en"));
    const translated = await messagesOf(language);
    expect(translated.map(([id]) => id).sort()).toEqual([...english.keys()].sort());
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const [id, message] of translated) {
      const { parts, forms } = partsOf(message);
      const original = english.get(id) ?? "";
      expect(parts, `${original}`).toEqual(partsOf(original).parts);
      if (forms.length === 0) continue;
      const sizes = pluralCategories.filter((form) => form !== "many" || language === "ar");
      expect(forms, `${original}`).toEqual(expect.arrayContaining(sizes));
    }
  },
);
