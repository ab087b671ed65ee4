/** What Django's admin has and no other test shows: docs/django-admin-parity.md. */
import { expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

/** Make polls that share a word, and open the list of these. */
async function openList(page: Page, choices: number[]) {
  const word = crypto.randomUUID();
  for (const count of choices) {
    const texts = ["Tea", "Coffee", "Water", "Juice"].slice(0, count);
    await makePoll(page.request, {
      question_text: `${count} of ${word}`,
      choices: texts.map((choice_text) => ({ choice_text })),
    });
  }
  await page.goto(`/admin/questions?filter={"q":"${word}"}`);
  await expect(page.getByRole("row")).toHaveCount(choices.length + 1);
}

const questions = (page: Page) => page.locator("tbody").getByRole("link").allTextContents();

test("a row leads to its record", async ({ page }) => {
  await openList(page, [2]);
  await page.getByRole("cell", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { name: /^2 of/ })).toBeVisible();
});

test("the search says what it searches", async ({ page }) => {
  await page.goto("/admin/questions");
  await expect(page.getByPlaceholder("Search polls")).toBeVisible();
  await page.goto("/admin/users");
  await expect(page.getByPlaceholder("Search users")).toBeVisible();
});

test("columns sort, also computed ones", async ({ page }) => {
  await openList(page, [3, 2, 4]);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("switch", { name: "Choices" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Choices" }).getByRole("button").click();
  await expect.poll(() => questions(page)).toEqual([/^2/, /^3/, /^4/].map(expect.stringMatching));
  await page.reload();
  await page.getByRole("columnheader", { name: "Choices" }).getByRole("button").click();
  await expect.poll(() => questions(page)).toEqual([/^4/, /^3/, /^2/].map(expect.stringMatching));
});

test("the number of rows is chosen", async ({ page }) => {
  await openList(page, [2]);
  await page.getByRole("combobox", { name: /rows per page/i }).click();
  await page.getByRole("option", { name: "50" }).click();
  await expect(page).toHaveURL(/perPage=50/);
});

test("the toolbar counts the selected rows", async ({ page }) => {
  await openList(page, [2, 3]);
  const rows = page.getByRole("row").filter({ hasText: " of " });
  await rows.nth(0).getByRole("checkbox").check();
  await expect(page.getByText("1 selected")).toBeVisible();
  await rows.nth(1).getByRole("checkbox").check();
  await expect(page.getByText("2 selected")).toBeVisible();
});

test("a save is announced", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await page.getByRole("textbox", { name: "Question" }).fill("What shall we eat?");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Poll saved" })).toBeVisible();
});

test("each screen has its title", async ({ page }) => {
  const poll = await makePoll(page.request, { question_text: "Which title?" });
  for (const [path, title] of [
    ["/admin/questions", "Polls"],
    ["/admin/users", "Users"],
    [`/admin/questions/${poll.id}/show`, "Which title?"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(new RegExp(title.replace("?", "\\?")));
  }
});

test("a poll's page leads to the voters' page", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}/show`);
  const link = page.getByRole("link", { name: "View on site" });
  await expect(link).toHaveAttribute("href", new RegExp(`/polls/${poll.slug}$`));
});

test("an unknown address says so", async ({ page }) => {
  await page.goto("/admin/nowhere");
  await expect(page.getByRole("heading", { name: "Not Found" })).toBeVisible();
});

test("the theme is chosen in the header and kept", async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto("/admin");
  const light = "rgb(237, 236, 230)";
  await expect.poll(background).toBe(light);
  await page.getByRole("button", { name: /light.*dark/i }).click();
  await expect.poll(background).toBe("rgb(16, 16, 18)");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(background).toBe("rgb(16, 16, 18)");
  await page.getByRole("button", { name: /light.*dark/i }).click();
  await expect.poll(background).toBe(light);
});
