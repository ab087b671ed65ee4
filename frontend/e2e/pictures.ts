/** Pictures of every screen, on a phone and a desktop, in light and dark mode, with a page that shows all of them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "@playwright/test";
import { makeSample, type Sample } from "./sample";
import { DASHBOARD, openScreen, showScheme, VOTER } from "./screens";

const SCREENS = [...DASHBOARD, ...VOTER];
const WIDTHS = [1280, 390];
const SCHEMES = ["light", "dark"] as const;

const fileOf = (name: string, width: number, scheme: string) =>
  `${name.replace(/\W+/g, "-")}-${width}-${scheme}.png`;

let sample: Sample;
test.beforeAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext({ baseURL });
  sample = await makeSample(request);
  await request.dispose();
});

for (const screen of SCREENS) {
  test(screen.name, async ({ page }, { config }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width > 600 ? 800 : 844 });
      await openScreen(page, screen, sample);
      for (const colorScheme of SCHEMES) {
        await showScheme(page, colorScheme);
        const path = join(config.metadata.folder, fileOf(screen.name, width, colorScheme));
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    }
  });
}

test.afterAll(() => {
  const { folder } = test.info().config.metadata;
  const rows = SCREENS.map(({ name }) => {
    const pictures = WIDTHS.flatMap((width) =>
      SCHEMES.map((scheme) => {
        const file = fileOf(name, width, scheme);
        return `<a href="${file}"><img src="${file}" alt="${name}, ${width} px, ${scheme}" loading="lazy"></a>`;
      }),
    );
    return `<section><h2>${name}</h2><div>${pictures.join("")}</div></section>`;
  });
  const style =
    "body{font-family:sans-serif;margin:2rem;background:#888}div{display:flex;gap:1rem;align-items:start}img{height:24rem;object-fit:cover;object-position:top}";
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Polls</title><style>${style}</style>${rows.join("\n")}`,
  );
});
