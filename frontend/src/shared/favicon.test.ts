/** An icon file can't read the custom properties of tokens.css, so favicon.svg repeats their colours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");

const tokens = read("tokens.css");
const icon = read("../../public/favicon.svg");
const [light = "", dark = ""] = icon.split("@media (prefers-color-scheme: dark)");

test.each([
  { shape: "box", property: "stroke", token: "ink" },
  { shape: "box", property: "fill", token: "sheet" },
  { shape: "cross", property: "stroke", token: "accent" },
])("favicon: the $property of $shape is $token in light and dark mode", (expected) => {
  const { shape, property, token } = expected;
  const colour = new RegExp(`\\.${shape} {[^}]*\\b${property}: (#\\w+)`);
  const pair = new RegExp(`--${token}: light-dark\\((#\\w+), (#\\w+)\\)`);
  expect([light, dark].map((style) => style.match(colour)?.[1])).toEqual(
    tokens.match(pair)?.slice(1),
  );
});
