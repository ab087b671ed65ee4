/**
 * Pictures of every screen of the dashboard, on a phone and a desktop, and of every state of the voter's page, at four
 * widths and in three languages; all of them in light and dark mode. A page shows them all.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, test } from "@playwright/test";
import { chooseLanguage } from "./languages";
import { makeSample, type Sample } from "./sample";
import { DASHBOARD, openScreen, showScheme } from "./screens";
import { LANGUAGES, STATES, WIDTHS } from "./states";

const SCHEMES = ["light", "dark"] as const;

/** The pictures of each screen and state, by its name. */
const taken = new Map<string, string[]>();

let sample: Sample;
test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext({ baseURL });
  sample = await makeSample(request);
  await request.dispose();
});

/** Takes two pictures of the page, whose names begin with the words of `about`. */
async function take(page: Page, name: string, ...about: string[]) {
  for (const colorScheme of SCHEMES) {
    await showScheme(page, colorScheme);
    const file = `${[name, ...about, colorScheme].join(" ").replace(/\W+/g, "-")}.png`;
    const path = join(test.info().config.metadata.folder, file);
    await page.screenshot({ path, fullPage: true, animations: "disabled" });
    taken.set(name, [...(taken.get(name) ?? []), file]);
  }
}

/** Makes the window as high as the page, so that what sticks to its end covers nothing. */
async function resize(page: Page, width: number) {
  const height = width > 600 ? 800 : 844;
  await page.setViewportSize({ width, height });
  const content = await page.evaluate(() => document.documentElement.scrollHeight);
  if (content > height) await page.setViewportSize({ width, height: content });
}

for (const screen of DASHBOARD) {
  test(screen.name, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const width of [1280, 390]) {
      await resize(page, width);
      await openScreen(page, screen, sample);
      await take(page, screen.name, `${width}`);
    }
  });
}

for (const { name, open } of STATES) {
  test(`voter, ${name}`, async ({ page, request }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page, request);
    for (const language of LANGUAGES) {
      await chooseLanguage(page, language);
      for (const width of WIDTHS) {
        await resize(page, width);
        await take(page, `voter, ${name}`, language, `${width}`);
      }
    }
  });
}

test.afterAll(() => {
  const sections = [...taken].map(([name, files]) => {
    const pictures = files.map(
      (file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`,
    );
    return `<section><h2>${name}</h2><div>${pictures.join("")}</div></section>`;
  });
  const style =
    "body{font-family:sans-serif;margin:2rem;background:#888}div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}img{height:24rem;object-fit:cover;object-position:top}";
  writeFileSync(
    join(test.info().config.metadata.folder, "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Polls</title><style>${style}</style>${sections.join("\n")}`,
  );
});
