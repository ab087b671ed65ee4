// Prints, as JSON, the median scores and times of Lighthouse's mobile audit of each page whose URL is an argument, and
// the weighted audits that did not score 1 in every run.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { launchOptions } from "../e2e/chromium.mjs";

const RUNS = Number(process.env.RUNS ?? 5);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TIMES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "speed-index",
  "total-blocking-time",
];

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const medians = (names, values) =>
  Object.fromEntries(names.map((name) => [name, median(values.map((value) => value[name]))]));

const chrome = await launch({
  chromePath: launchOptions.executablePath,
  chromeFlags: ["--headless=new", "--no-sandbox", ...launchOptions.args],
});
const pages = {};
for (const url of process.argv.slice(2)) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    runs.push(lhr);
  }
  const failed = runs.flatMap(({ categories, audits }) =>
    Object.values(categories)
      .flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => id),
  );
  const scores = runs.map(({ categories }) =>
    Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)])),
  );
  const times = runs.map(({ audits }) =>
    Object.fromEntries(TIMES.map((name) => [name, audits[name].numericValue])),
  );
  pages[url] = {
    scores: medians(CATEGORIES, scores),
    milliseconds: medians(TIMES, times),
    imperfect: [...new Set(failed)],
  };
}
chrome.kill();
console.log(JSON.stringify(pages));
