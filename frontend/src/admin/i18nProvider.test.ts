import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, expect, test, vi } from "vitest";
import { FOLDERS, i18nProvider, RESOURCES, translate } from "./i18nProvider";
import * as ra from "./messages";
import { SENTENCES } from "./server/frenchErrors";

afterEach(async () => {
  await i18nProvider.changeLocale("en");
});

/** The texts of a folder by their keys. */
const flat = (messages: object, prefix = ""): [key: string, text: string][] =>
  Object.entries(messages).flatMap(([name, value]) =>
    typeof value === "string" ? [[prefix + name, value]] : flat(value, `${prefix}${name}.`),
  );
const placeholders = (text: string) =>
  [...new Set(text.match(/%{\w+}/g))].filter((name) => name !== "%{smart_count}").sort();

test.each(Object.entries({ ra, ...FOLDERS, ...RESOURCES }))(
  "%s has the same texts in both languages, with the same placeholders",
  (_, { en, fr }) => {
    const [english, french] = [flat(en), flat(fr)];
    expect(french.map(([key]) => key).sort()).toEqual(english.map(([key]) => key).sort());
    const ofFrench = new Map(french);
    for (const [key, text] of english) {
      const translated = ofFrench.get(key) ?? "";
      expect(translated.trim(), key).not.toBe("");
      expect(placeholders(translated), key).toEqual(placeholders(text));
      expect(translated.includes("||||"), key).toBe(text.includes("||||"));
    }
  },
);

test("a message counts, groups digits and isolates names in the chosen language", async () => {
  vi.stubGlobal("navigator", { languages: ["en-US", "fr-FR"] });
  const message = "resources.questions.ballots";
  expect(translate(message, { smart_count: 1 })).toBe("1 ballot");
  expect(translate(message, { smart_count: 1234 })).toBe("1,234 ballots");

  await i18nProvider.changeLocale("fr");
  expect(document.documentElement.lang).toBe("fr");
  expect(translate(message, { smart_count: 0 })).toBe("0 bulletin");
  expect(translate(message, { smart_count: 1234 })).toBe("1\u202f234 bulletins");
  expect(translate("polls.bulk.title_of_record", { recordRepresentation: "Où ?" })).toContain(
    "\u2068Où ?\u2069",
  );
});

test.each([
  [["fr-CA", "en"], "fr"],
  [["de-DE", "en-GB", "fr"], "en"],
  [["de-DE"], "en"],
  [["FR"], "fr"],
  [["frp-CH"], "en"],
  [[], "en"],
])("a browser that prefers %j starts in %s", async (languages, language) => {
  vi.stubGlobal("navigator", { languages });
  vi.resetModules();
  const fresh = await import("./i18nProvider");
  expect(fresh.i18nProvider.getLocale()).toBe(language);
});

test("each sentence of the API's forms has a translation", () => {
  const source = readFileSync(join(__dirname, "../../../backend/react_admin/messages.py"), "utf8");
  const sentences = [...source.matchAll(/(?:= |: )"([A-Z][^"]+)"/g)].map(([, text]) => text);
  expect(sentences.length).toBeGreaterThan(20);
  expect(sentences.filter((text) => !SENTENCES[`${text}`])).toEqual([]);
});

/** The source files of the dashboard that are no messages and no tests. */
const components = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter(
  (path) =>
    /\.tsx?$/.test(path) &&
    !/messages\.ts$|Messages\.ts$|frenchErrors\.ts$|\.test\.tsx?$|testing\//.test(path),
);

/** Text between tags, and strings that read like a sentence: a capital letter first, and more than one word. */
function hardCodedTexts(path: string): string[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(__dirname, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const isSentence =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node)
        ? /^[A-Z]\S* \S/.test(node.text)
        : false;
    const isAttribute =
      ts.isJsxAttribute(node) &&
      /^(label|title|alt|placeholder|helperText|aria-label)$/.test(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer) &&
      /^[A-Z]|\s/.test(node.initializer.text);
    if (isSentence || isAttribute || (ts.isJsxText(node) && /\p{L}{2}/u.test(node.text)))
      found.push(`${path}: ${node.getText().trim()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("no component has a text of its own", () => {
  expect(components.length).toBeGreaterThan(40);
  expect(components.flatMap(hardCodedTexts)).toEqual([
    'App.tsx: title="Polls"',
    "layout/Wordmark.tsx: Polls",
  ]);
});
