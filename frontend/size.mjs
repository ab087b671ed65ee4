// Prints the size of the voter page: the gzip files of the scripts and styles that dist/index.html loads, and of the
// scripts that they import statically. Code that loads on demand, such as the published ballots, is not counted.
// Exits with status 1 if the size exceeds the budget.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BUDGET = 40 * 1024;
const dist = join(dirname(fileURLToPath(import.meta.url)), "dist");

const html = readFileSync(join(dist, "index.html"), "utf8");
const linked = [
  ...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g),
  ...html.matchAll(/<link\b[^>]*\brel="(?:modulepreload|stylesheet)"[^>]*\bhref="([^"]+)"/g),
].map(([, address]) => join(dist, address));

// A loop over a set also visits the items that are added during the loop.
const files = new Set(linked);
let bytes = 0;
for (const file of files) {
  const content = readFileSync(file);
  bytes += readFileSync(`${file}.gz`).length;
  if (!file.endsWith(".js")) continue;
  const imports = content
    .toString()
    .matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
  for (const [, address] of imports) files.add(join(dirname(file), address));
}

const kib = (size) => `${(size / 1024).toFixed(1)} KiB`;
const verdict = bytes > BUDGET ? "over" : "within";
console.log(
  `Voter page: ${kib(bytes)} gzip in ${files.size} files, ${verdict} the budget of ${kib(BUDGET)}.`,
);
if (files.size === 0) throw new Error("dist/index.html loads no scripts: is the page built?");
process.exitCode = bytes > BUDGET ? 1 : 0;
