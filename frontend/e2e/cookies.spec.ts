/** Browsers that refuse cookies or storage, because of their settings or a private mode, or that belong to an app. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, chromium, expect, test } from "@playwright/test";
import { launchOptions } from "./chromium.mjs";
import { makePoll, PAGE } from "./polls";

const BLOCK = 2;

const blocked = test.extend<{ blocking: BrowserContext }>({
  blocking: async ({ baseURL }, use, info) => {
    const profile = info.outputPath("profile");
    mkdirSync(join(profile, "Default"), { recursive: true });
    const settings = { profile: { default_content_setting_values: { cookies: BLOCK } } };
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(settings));
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      ...(baseURL && { baseURL }),
    });
    await use(context);
    await context.close();
  },
});

blocked(
  "a poll that takes one vote per browser says that it needs cookies",
  PAGE,
  async ({ blocking, request }) => {
    const poll = await makePoll(request);
    const page = await blocking.newPage();
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(`/polls/${poll.slug}`);
      await expect(page.getByRole("alert")).toContainText("Allow cookies for this site");
      await expect(page.getByRole("radio", { name: "Tea" })).toBeDisabled();
      await expect(page.getByRole("button", { name: "Vote" })).toHaveCount(0);
    }
    const results = await request.get(`/api/polls/${poll.slug}/results`);
    expect((await results.json()).ballots).toBe(0);
  },
);

blocked("a poll that does not check works without cookies", PAGE, async ({ blocking, request }) => {
  const poll = await makePoll(request, { voter_check: "none" });
  const page = await blocking.newPage();
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: "Tea" }).check();
  await page.getByRole("button", { name: "Vote" }).click();
  await page.getByRole("button", { name: "Next ballot" }).click();
  await expect(page.getByRole("radio", { name: "Tea" })).not.toBeChecked();
});

test(
  "cookies that are cleared while the ballot lies open cost no vote",
  PAGE,
  async ({ page, context, request }) => {
    const poll = await makePoll(request);
    await page.goto(`/polls/${poll.slug}`);
    await page.getByRole("radio", { name: "Tea" }).check();
    await context.clearCookies();
    await page.getByRole("button", { name: "Vote" }).click();
    await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Next ballot" })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("heading", { name: "You have already voted" })).toBeVisible();
  },
);

test(
  "a browser without storage votes, and keeps sending while the page is open",
  PAGE,
  async ({ page, request }) => {
    await page.addInitScript(() => {
      const get = () => {
        throw new DOMException("Access is denied.", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get });
    });
    const poll = await makePoll(request);
    await page.goto(`/polls/${poll.slug}`);
    await page.getByRole("radio", { name: "Tea" }).check();
    await page.getByRole("combobox", { name: "Language" }).selectOption("de");
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
    await page.route("**/ballots", (route) => route.abort());
    await page.getByRole("button", { name: "Vote" }).click();
    await expect(page.getByText(/^No answer yet/)).toContainText("Keep this page open.");
    await page.unroute("**/ballots");
    await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
  },
);

test("the browser of an app is told from the voter's own", PAGE, async ({ browser, request }) => {
  const userAgent =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 391.1.0";
  const page = await (await browser.newContext({ userAgent })).newPage();
  const inside = page.getByText(/^You opened this inside Instagram/);
  await page.goto(`/polls/${(await makePoll(request)).slug}`);
  await expect(inside).toBeVisible();
  await page.goto(`/polls/${(await makePoll(request, { voter_check: "none" })).slug}`);
  await expect(page.getByText("Your vote is final.")).toBeVisible();
  await expect(inside).toHaveCount(0);
});

for (const value of ["malformed", "", "a".repeat(43)]) {
  test(
    `another application's cookie of the same name (${value.length} characters) is no hindrance`,
    PAGE,
    async ({ page, context, request, baseURL }) => {
      const poll = await makePoll(request);
      await context.addCookies([{ name: "voter", value, url: `${baseURL}/` }]);
      await page.goto(`/polls/${poll.slug}`);
      await page.getByRole("radio", { name: "Tea" }).check();
      await page.getByRole("button", { name: "Vote" }).click();
      await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
      await page.reload();
      await expect(page.getByRole("heading", { name: "You have already voted" })).toBeVisible();
    },
  );
}
