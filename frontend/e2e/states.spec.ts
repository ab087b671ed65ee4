/** Each state of the voter's page, in three languages and at four widths, in the light and in the dark. */
import { expect, type Page, test } from "@playwright/test";
import { findings } from "./axe";
import { chooseLanguage, PSEUDO, speakPseudoLanguage } from "./languages";
import { nextFrame } from "./nextFrame";
import { makePoll } from "./polls";
import { showScheme } from "./screens";
import { LANGUAGES, STATES, WIDTHS } from "./states";

/** In px, of a small phone. */
const HEIGHT = 720;

/** The texts on the page that are cut off, at the sides of the window or by a box that hides what exceeds it. */
function cutTexts(): string[] {
  const found = new Set<string>();
  const width = document.documentElement.clientWidth;
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (!text.nodeValue?.trim() || !parent?.checkVisibility()) continue;
    if (parent.closest(".visually-hidden, option, script, style, noscript")) continue;
    range.selectNodeContents(text);
    const rects = [...range.getClientRects()];
    let [left, right, bottom] = [0, width, Number.POSITIVE_INFINITY];
    for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const frame = box.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX)) {
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
      }
      if (/hidden|clip/.test(overflowY)) bottom = Math.min(bottom, frame.bottom);
      if (box.matches("button, .button, select")) {
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
      }
    }
    const isCut = (rect: DOMRect) =>
      rect.left < left - 1 || rect.right > right + 1 || rect.bottom > bottom + 1;
    if (rects.some(isCut)) found.add(text.nodeValue.trim());
  }
  return [...found];
}

async function expectFit(page: Page, where: string) {
  // A page that fits itself to the window does so before the next frame.
  await nextFrame(page);
  const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
  expect(await page.evaluate(overflow), where).toBeLessThanOrEqual(0);
  expect(await page.evaluate(cutTexts), where).toEqual([]);
}

for (const state of STATES) {
  test(state.name, async ({ page, request }) => {
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
    await speakPseudoLanguage(page);
    await state.open(page, request);
    for (const language of [...LANGUAGES, PSEUDO]) {
      await chooseLanguage(page, language);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await showScheme(page, "light");
        const where = `${language}, ${width} px`;
        await expectFit(page, where);
        if (language === PSEUDO) continue;
        expect(await findings(page), where).toEqual([]);
        await showScheme(page, "dark");
        // Dark mode differs in its colours only.
        expect(await findings(page, ["color-contrast"]), `${where}, dark`).toEqual([]);
      }
    }
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      await expectFit(page, `text of 200 %, ${width} px`);
    }
  });
}

test("the mark of the voter's choice is seen in forced colours", async ({ page, request }) => {
  await page.emulateMedia({ forcedColors: "active" });
  const poll = await makePoll(request);
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: "Tea" }).check();
  await page.getByRole("button", { name: "Vote" }).click();
  const mine = page.locator(".mine .text");
  const colors = await mine.evaluate((text) => [
    getComputedStyle(text, "::before").backgroundColor,
    getComputedStyle(text).backgroundColor,
    getComputedStyle(document.body).backgroundColor,
  ]);
  expect(new Set(colors).size).toBe(colors.length);
});

test("a code is seen as a whole on a small phone", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: HEIGHT });
  await page.goto("/vote");
  const code = page.getByRole("textbox", { name: "Code" });
  await code.fill("abcd-efgh-jkmn");
  const hidden = await code.evaluate((field) => field.scrollWidth - field.clientWidth);
  expect(hidden).toBeLessThanOrEqual(0);
});
