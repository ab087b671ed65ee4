// Prints, with gzip, the size of what the built pages load first (the scripts and styles that the HTML links, and the
// scripts that they import), and of each part that they load on demand. Exits with status 1 if one exceeds its budget.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** KiB. A voter loads the page and one catalogue first. Each language's catalogue is a part. */
const VOTER_PAGE = 40;
const DASHBOARD = 500;
const PART = 8;

const dist = join(dirname(fileURLToPath(import.meta.url)), "dist");

/** `files`, the scripts that they import statically, and the styles that they add to the page. */
function withImports(files) {
  // A loop over a set also visits the items that are added during the loop.
  const all = new Set(files);
  for (const file of all) {
    for (const imported of imports(file, /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
      all.add(imported);
    }
    for (const style of imports(file, /["'`]\/assets\/([^"'`]+\.css)["'`]/g)) all.add(style);
  }
  return all;
}

/** The scripts that `files` import when they are needed. */
const parts = (files) =>
  new Set(
    [...files].flatMap((file) => imports(file, /\bimport\(["'`](\.{1,2}\/[^"'`]+\.js)["'`]\)/g)),
  );

function imports(file, pattern) {
  if (!file.endsWith(".js")) return [];
  return [...readFileSync(file, "utf8").matchAll(pattern)].map(([, path]) =>
    join(dirname(file), path),
  );
}

function linked(page) {
  const html = readFileSync(join(dist, page), "utf8");
  return [
    ...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g),
    ...html.matchAll(/<link\b[^>]*\brel="(?:modulepreload|stylesheet)"[^>]*\bhref="([^"]+)"/g),
  ].map(([, address]) => join(dist, address));
}

function report(name, files, budget) {
  if (files.length === 0) throw new Error(`${name} loads nothing: are the pages built?`);
  const kib = files.reduce((sum, file) => sum + readFileSync(`${file}.gz`).length, 0) / 1024;
  const verdict = kib > budget ? "OVER" : "within";
  console.log(`${name}: ${kib.toFixed(1)} KiB gzip, ${verdict} the budget of ${budget} KiB.`);
  if (kib > budget) process.exitCode = 1;
}

const nameOf = (file) => /([^/]+)-[^/]{8}\.js$/.exec(file)[1];

const voter = withImports(linked("index.html"));
report("Voter page", [...voter], VOTER_PAGE);
const onDemand = new Set(parts(voter));
for (const part of onDemand) {
  const files = withImports([part]);
  for (const further of parts(files)) onDemand.add(further);
  const added = [...files].filter((file) => !voter.has(file));
  report(`  on demand, ${nameOf(part)}`, added, PART);
}
report("Dashboard", [...withImports(linked("admin/index.html"))], DASHBOARD);
