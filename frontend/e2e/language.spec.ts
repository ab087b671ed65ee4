/** The languages of the voter's page. */
import { expect, test } from "@playwright/test";
import { directionOf, LANGUAGE_TAGS } from "../src/shared/languages";
import { makePoll, PAGE } from "./polls";

test.describe("with a German browser", () => {
  test.use({ locale: "de-AT" });

  test(
    "people vote in German, and in any language they choose",
    PAGE,
    async ({ page, request }) => {
      const poll = await makePoll(request, { voting: "multiple", max_choices: 2 });
      const catalogues: string[] = [];
      page.on("request", (sent) => {
        const [, language] = sent.url().match(/\/assets\/(\w\w)-[^/]*\.js$/) ?? [];
        if (language) catalogues.push(language);
      });
      await page.goto(`/polls/${poll.slug}`);
      await expect(page.getByText("Wählen Sie höchstens 2 Optionen.")).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
      await page.getByRole("checkbox", { name: "Tea" }).check();
      await expect(page.getByText("1 von 2 gewählt")).toBeVisible();
      expect(catalogues).toEqual(["de"]);

      // The ticks stay.
      await page.getByRole("combobox", { name: "Sprache" }).selectOption("العربية");
      await expect(page.getByText("تم اختيار 1 من 2")).toBeVisible();
      await expect(page.getByRole("checkbox", { name: "Tea" })).toBeChecked();
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");

      await page.getByRole("button", { name: "تصويت" }).click();
      await expect(page.getByRole("heading", { name: "احتُسب صوتك" })).toBeFocused();

      // The choice is kept, and the bars start at the right.
      await page.reload();
      await expect(page.getByRole("heading", { name: "سبق لك التصويت" })).toBeVisible();
      const bar = page.getByRole("listitem").filter({ hasText: "Tea" });
      await expect(bar).toHaveCSS("background-position", "100% 50%");
      expect(catalogues).toEqual(["de", "ar", "ar"]);
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "اختيار استطلاع" })).toBeVisible();
    },
  );

  test("a language that does not load leaves the page as it is", PAGE, async ({ page }) => {
    await page.route("**/assets/ar-*.js", (route) => route.abort());
    await page.goto("/nowhere");
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("العربية");
    await expect(page.getByRole("alert")).toHaveText(/^Diese Sprache wurde nicht geladen/);
    await expect(page.getByRole("combobox", { name: "Sprache" })).toHaveValue("de");

    // Without its own language, the page starts in English. Without any, it says so.
    await page.route("**/assets/de-*.js", (route) => route.abort());
    await page.reload();
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await page.route("**/assets/en-*.js", (route) => route.abort());
    await page.reload();
    await expect(page.getByRole("alert")).toHaveText(/^This page did not load/);
  });
});

test("a browser without JavaScript says in all languages what it lacks", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  for (const language of LANGUAGE_TAGS) {
    const sentence = page.locator(`p[lang=${language}]`);
    await expect(sentence).toContainText("JavaScript");
    await expect(sentence).toHaveCSS("direction", directionOf(language));
  }
  await context.close();
});
