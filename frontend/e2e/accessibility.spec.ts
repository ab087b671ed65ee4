/** Runs axe on every screen of the dashboard, in light and dark mode, at the widths of a phone and a desktop. */
import { expect, type Page, test } from "@playwright/test";
import { expectNoFindings } from "./axe";
import { makePoll } from "./polls";
import { makeSample, type Sample } from "./sample";
import { DASHBOARD, openScreen } from "./screens";

test.describe("the dashboard", () => {
  // One page for all screens, because a new one has to load and compile the dashboard first.
  let page: Page;
  let sample: Sample;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    sample = await makeSample(page.request);
  });
  test.afterAll(() => page.close());

  for (const screen of DASHBOARD) {
    test(screen.name, async () => {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize({ width: 1280, height: 900 });
      await openScreen(page, screen, sample);
      await expectNoFindings(page);
    });
  }
});

test("what someone else saved meanwhile", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await page.getByLabel("Question").fill("Mine?");
  const data = { question_text: "Theirs?", closes_at: "2031-05-06T12:00:00Z" };
  await page.request.put(`/api/admin/questions/${poll.id}`, { data });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Theirs?");
  await expectNoFindings(page);
});

test("the form of a poll that has votes", async ({ page }) => {
  const poll = await makePoll(page.request);
  const data = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await page.request.post(`/api/polls/${poll.slug}/ballots`, { data });
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(page.getByText("1 ballot cast")).toBeVisible();
  await expectNoFindings(page);
});
