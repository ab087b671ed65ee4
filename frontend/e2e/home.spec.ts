/** The home screen, the menu, and the language of the dashboard. */
import { expect, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

test("a number on the home screen leads to the list of these polls", async ({ page }) => {
  const question_text = `A draft ${crypto.randomUUID()}`;
  await makePoll(page.request, { question_text, draft: true });
  await page.goto("/admin");
  await page.getByRole("link", { name: /Drafts$/ }).click();
  await expect(page.getByRole("heading", { name: "Polls", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: question_text })).toBeVisible();
  await expect(page.getByRole("cell", { name: "Open", exact: true })).toHaveCount(0);
});

test("the home screen follows the votes", async ({ page }) => {
  const poll = await makePoll(page.request, {
    question_text: `A busy poll ${crypto.randomUUID()}`,
    voter_check: "none",
  });
  await page.clock.install();
  await page.goto("/admin");
  await expect(page.getByRole("region", { name: "Busiest polls" })).toBeVisible();
  for (let ballots = 0; ballots < 40; ballots++) {
    const data = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
    await page.request.post(`/api/polls/${poll.slug}/ballots`, { data });
  }
  // The screen asks every 15 s.
  await page.clock.fastForward(15_000);
  const row = page.getByRole("row").filter({ hasText: poll.question_text });
  await expect(row).toContainText("40");
});

test("the language follows the browser, is chosen in the header, and survives a sign-out", async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage({ locale: "fr-FR", baseURL });
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page).toHaveTitle(/Tableau de bord Polls/);
  await signIn(page.request);
  await page.goto("/admin/users");
  await page.getByRole("button", { name: "Français" }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.close();
});

test("on a phone, the menu is a drawer that the keyboard opens, follows and closes", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/admin");
  const button = page.getByRole("button", { name: "Open menu" });
  await button.press("Enter");
  const menu = page.getByRole("presentation").getByRole("navigation", { name: "Dashboard" });
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(button).toBeFocused();

  await button.press("Enter");
  await menu.getByRole("link", { name: "Users" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await expect(menu).toHaveCount(0);
});

test("the first key leads past the menu", async ({ page }) => {
  await page.goto("/admin/users");
  await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.locator("#main-content :focus")).toHaveCount(1);
});
