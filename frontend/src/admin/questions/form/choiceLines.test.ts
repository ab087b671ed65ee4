import { expect, test } from "vitest";
import { duplicatesOf, linesOf, MAX_CHOICES, pasteLines, withoutEmptyEnd } from "./choiceLines";

const choices = (...texts: string[]) => texts.map((choice_text) => ({ choice_text }));
const textsOf = (list: { choice_text: string | null }[]) =>
  list.map(({ choice_text }) => choice_text);

test("lines are split at any line end, trimmed, and not empty", () => {
  expect(linesOf(" Tea \r\nCoffee\r\n\n\rWater\n")).toEqual(["Tea", "Coffee", "Water"]);
});

test("pasted lines fill an empty choice and make use of the empty ones below", () => {
  const { choices: all, last } = pasteLines(choices("", "", "Milk"), 0, ["Tea", "Coffee", "Water"]);
  expect(textsOf(all)).toEqual(["Tea", "Coffee", "Water", "Milk"]);
  expect(last).toBe(2);
});

test("pasted lines follow a choice that has a text, and a stored choice keeps its id", () => {
  const stored = [
    { id: 7, choice_text: "Tea" },
    { id: 8, choice_text: "" },
  ];
  expect(pasteLines(stored, 0, ["Coffee"]).choices).toEqual([
    { id: 7, choice_text: "Tea" },
    { choice_text: "Coffee" },
  ]);
  expect(pasteLines(stored, 1, ["Coffee", "Water"]).choices).toEqual([
    { id: 7, choice_text: "Tea" },
    { id: 8, choice_text: "Coffee" },
    { choice_text: "Water" },
  ]);
});

test("lines beyond the limit are counted", () => {
  const lines = Array.from({ length: 120 }, (_, index) => `${index}`);
  const pasted = pasteLines(choices("", "Milk"), 0, lines);
  expect(pasted.choices).toHaveLength(MAX_CHOICES);
  expect(pasted.leftOut).toBe(21);
  expect(pasted.choices.at(-1)).toEqual({ choice_text: "Milk" });
});

test("a choice with the text of an earlier one is a duplicate, whatever its spaces and Unicode form", () => {
  const list = choices("Café", "Tea", " Cafe\u0301", "tea", "", "", "Tea  ");
  expect(duplicatesOf(list)).toEqual([undefined, undefined, 0, undefined, undefined, undefined, 1]);
});

test("only the empty choices at the end are left out", () => {
  expect(textsOf(withoutEmptyEnd(choices("", "Tea", "", " ")))).toEqual(["", "Tea"]);
});
