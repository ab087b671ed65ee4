import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";

type Tokens = string | (string | [name: string, type?: string, forms?: Record<string, Tokens>])[];

const ACCENTED: Record<string, string> = { a: "àá", e: "éè", i: "îï", o: "öô", u: "üû", y: "ÿý" };

/** Doubles the vowels, with accents, and fills up to 40 % more letters. Elements stay as they are. */
function longer(text: string): string {
  return text.replace(/<\/?\$?\w+\/?>|[^<]+/g, (part) => {
    if (part.startsWith("<")) return part;
    const doubled = part.replace(/[aeiouy]/gi, (vowel) => ACCENTED[vowel.toLowerCase()] ?? vowel);
    const missing = Math.ceil(1.4 * part.length) - doubled.length;
    return /\p{L}/u.test(part) && missing > 0 ? doubled + "ö".repeat(missing) : doubled;
  });
}

function translate(message: Tokens): Tokens {
  if (typeof message === "string") return longer(message);
  return message.map((token) => {
    if (typeof token === "string") return token === "#" ? token : longer(token);
    const [name, type, forms] = token;
    if (!forms) return token;
    const translated = Object.entries(forms).map(([form, text]) => [
      form,
      form === "offset" ? text : translate(text),
    ]);
    return [name, type, Object.fromEntries(translated)];
  });
}

/** The language in whose place the page speaks the pseudo-language. */
export const PSEUDO = "fr";

const ASSETS = join(import.meta.dirname, "../dist/assets");

/**
 * Replaces the French catalogue by a pseudo-language, whose texts are English, 40 % longer and with accents. Text
 * without accents is not in the catalogue, and text that is cut would be cut in a language with long words.
 */
export async function speakPseudoLanguage(page: Page) {
  const english = readdirSync(ASSETS).find((file) => /^en-.*\.js$/.test(file)) ?? "";
  const source = readFileSync(join(ASSETS, english), "utf8");
  const { messages } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const pseudo = Object.entries(messages).map(([id, message]) => [
    id,
    translate(message as Tokens),
  ]);
  const body = `export const messages = ${JSON.stringify(Object.fromEntries(pseudo))}`;
  await page.route(`**/assets/${PSEUDO}-*.js`, (route) =>
    route.fulfill({ contentType: "text/javascript", body }),
  );
}

/** Changes the language as a voter does. */
export async function chooseLanguage(page: Page, language: string) {
  await page.locator("footer select").selectOption(language);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}
