import { expect, test } from "vitest";
import { type Part, sequenceDiff, textDiff } from "./sequenceDiff";

const shown = (parts: Part[]) =>
  parts.map(({ kind, text }) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);

test.each([
  [
    ["a", "b"],
    ["a", "b"],
    [" a", " b"],
  ],
  [
    ["a", "b", "c"],
    ["a", "c"],
    [" a", "-b", " c"],
  ],
  [
    ["a", "c"],
    ["a", "b", "c"],
    [" a", "+b", " c"],
  ],
  [
    ["a", "b"],
    ["b", "a"],
    ["-a", " b", "+a"],
  ],
  [[], ["a"], ["+a"]],
  [["a"], [], ["-a"]],
])("%j and %j differ by %j", (before, after, parts) => {
  expect(shown(sequenceDiff(before, after))).toEqual(parts);
});

test("texts differ by words", () => {
  expect(shown(textDiff("Tea or cold coffee?", "Tea or hot coffee?"))).toEqual([
    " Tea or ",
    "-cold ",
    "+hot ",
    " coffee?",
  ]);
});

test("both texts can be read from their difference", () => {
  const [before, after] = ["What  shall we\nplant?", " What shall they plant? "];
  const parts = textDiff(before, after);
  const without = (kind: Part["kind"]) =>
    parts.filter((part) => part.kind !== kind).map(({ text }) => text);
  expect(without("added").join("")).toBe(before);
  expect(without("removed").join("")).toBe(after);
});
