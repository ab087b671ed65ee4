/** Runs axe on every screen, in light and dark mode, at the widths of a phone and a desktop. */
import { expect, test } from "@playwright/test";
import { expectNoFindings } from "./axe";
import { makePoll } from "./polls";
import { makeSample, type Sample } from "./sample";
import { DASHBOARD, openScreen } from "./screens";

test("the voter's pages", async ({ page, request }) => {
  const poll = await makePoll(request, { voting: "multiple", max_choices: 2 });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Choose a poll" })).toBeVisible();
  await expectNoFindings(page);

  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("checkbox", { name: "Tea" }).check();
  await expectNoFindings(page);

  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
  await expectNoFindings(page);

  await page.reload();
  await expect(page.getByRole("heading", { name: "You have already voted" })).toBeVisible();
  await expectNoFindings(page);

  await page.goto("/polls/nowhere");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expectNoFindings(page);
});

test("the voter's pages while the result moves and while it can't", async ({ page, request }) => {
  const poll = await makePoll(request);
  await page.goto(`/polls/${poll.slug}`);
  await page.getByText("See the result so far").click();
  await page.getByText("Look up a vote").click();
  await page.getByRole("radio", { name: "Tea" }).check();
  const busy = { status: 503, headers: { "Retry-After": "1" }, json: { message: "Too many." } };
  await page.route("**/ballots", (route) => route.fulfill(busy));
  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByText(/Many people are voting right now/)).toBeVisible();
  await expectNoFindings(page);

  await page.unroute("**/ballots");
  await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
  for (const path of ["**/stream", "**/me"]) await page.route(path, (route) => route.abort());
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await expect(page.getByText("Reconnecting …")).toBeVisible();
  await expectNoFindings(page);

  await page.unrouteAll();
  await page.route("**/me", (route) => route.fulfill(busy));
  await page.reload();
  await expect(page.getByText(/Many people are here right now/)).toBeVisible();
  await expectNoFindings(page);
});

test("the voter's pages that explain why nothing was counted", async ({ page, request }) => {
  const poll = await makePoll(request);
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: "Tea" }).check();
  const data = { question_text: "What do you eat?", voting: "multiple", max_choices: 2 };
  await request.put(`/api/admin/questions/${poll.id}`, { data });
  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByText(/^The question was “/)).toBeVisible();
  await expectNoFindings(page);

  const refused = { voted: false, cookies: false, results: null };
  await page.route("**/me", (route) => route.fulfill({ json: refused }));
  await page.reload();
  await expect(page.getByText(/Allow cookies for this site/)).toBeVisible();
  await expectNoFindings(page);

  await request.delete(`/api/admin/questions/${poll.id}`);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectNoFindings(page);
});

test("the voter's pages with receipts that were looked up", async ({ page, request }) => {
  const poll = await makePoll(request);
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: "Tea" }).check();
  await page.getByRole("button", { name: "Vote" }).click();
  const receipt = `${await page.locator(".receipt code").textContent()}`;
  const lookUp = async (text: string) => {
    await page.getByRole("textbox", { name: "Receipt" }).fill(text);
    await page.getByRole("button", { name: "Look up" }).click();
  };
  await page.getByText("Look up a vote").click();
  await lookUp("my receipt");
  await expect(page.getByText(/^A receipt looks like/)).toBeVisible();
  await expectNoFindings(page);
  await lookUp(receipt);
  await expect(page.getByText("Counted for: Tea")).toBeVisible();
  await expectNoFindings(page);

  const data = { closes_at: new Date().toISOString() };
  await request.put(`/api/admin/questions/${poll.id}`, { data });
  await expect(page.getByRole("heading", { name: "All votes" })).toBeVisible();
  await lookUp(receipt);
  await expect(page.getByText("Line 1 of 1")).toBeVisible();
  await page.getByRole("button", { name: "Count all votes again" }).click();
  await expect(page.getByText(/^Counted again/)).toBeVisible();
  await expectNoFindings(page);
});

test.describe("the dashboard", () => {
  let sample: Sample;
  test.beforeAll(async ({ playwright, baseURL }) => {
    const request = await playwright.request.newContext({ baseURL });
    sample = await makeSample(request);
    await request.dispose();
  });

  for (const screen of DASHBOARD) {
    test(screen.name, async ({ page }) => {
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
