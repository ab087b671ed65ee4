/** The main path through the app: from signing in to a result with votes. */
import { expect, type Page, test } from "@playwright/test";
import { makePoll, PAGE, PASSWORD } from "./polls";

test("an admin makes a poll, and people vote on it once for each browser", async ({
  page,
  browser,
  request,
}) => {
  // The list must not be empty, because an empty list has another button for new polls.
  await makePoll(request);
  const text = `Where do we meet? ${crypto.randomUUID()}`;
  await page.goto("/admin");
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();

  await page.getByRole("link", { name: "New poll" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill(text);
  for (const [index, choice] of ["The lake", "The park", "The roof"].entries()) {
    if (index === 2) await page.getByRole("button", { name: "Add a choice" }).click();
    await page.getByRole("textbox", { name: "Choice" }).nth(index).fill(choice);
  }
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { name: text })).toBeVisible();
  const link = await page.getByRole("link", { name: "View on site" }).getAttribute("href");

  const voter = await (await browser.newContext()).newPage();
  await voter.goto("/");
  await voter.getByRole("link", { name: text }).click();
  await expect(voter).toHaveURL(link ?? "");
  await voter.getByRole("radio", { name: "The park" }).check();
  await voter.getByRole("button", { name: "Vote" }).click();

  await expect(voter.getByRole("heading", { name: "Your vote is counted" })).toBeFocused();
  const park = voter.getByRole("listitem").filter({ hasText: "The park" });
  await expect(park).toContainText("100%");

  // The same browser can't vote again.
  await voter.goto(link ?? "");
  await expect(voter.getByRole("heading", { name: "You have already voted" })).toBeVisible();
  await expect(voter.getByRole("button", { name: "Vote" })).toHaveCount(0);

  const other = await (await browser.newContext()).newPage();
  await other.goto(link ?? "");
  await other.getByRole("radio", { name: "The lake" }).check();
  await other.getByRole("button", { name: "Vote" }).click();
  await expect(other.getByRole("listitem").filter({ hasText: "The lake" })).toContainText("50%");

  // The open page of the dashboard updates by itself.
  await expect(page.getByText("2 ballots")).toBeVisible();
});

test(
  "a page that was open before the first vote is told so, kindly",
  PAGE,
  async ({ context, request }) => {
    const poll = await makePoll(request);
    const [first, second] = [await context.newPage(), await context.newPage()];
    for (const page of [first, second]) {
      await page.goto(`/polls/${poll.slug}`);
      await page.getByRole("radio", { name: "Tea" }).check();
    }
    await first.getByRole("button", { name: "Vote" }).click();
    await expect(first.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();

    await second.getByRole("button", { name: "Vote" }).click();

    await expect(second.getByRole("heading", { name: "You have already voted" })).toBeVisible();
    await expect(second.getByRole("listitem").filter({ hasText: "Tea" })).toContainText("1");
  },
);

for (const { again, does, heading } of [
  {
    again: "is sent again by itself",
    does: (page: Page) => page.unroute("**/ballots"),
    heading: "Your vote is counted",
  },
  {
    again: "is found after a reload",
    does: async (page: Page) => {
      await page.unroute("**/ballots");
      await page.reload();
    },
    heading: "Your vote is counted",
  },
  {
    again: "after a long time and that was changed since stays as it arrived",
    does: async (page: Page) => {
      await page.clock.fastForward("02:00");
      await expect(page.getByRole("alert")).toContainText("it counts once");
      await page.unroute("**/ballots");
      await page.getByRole("radio", { name: "Tea" }).check();
      await page.getByRole("button", { name: "Vote" }).click();
    },
    heading: "Your first vote is counted",
  },
]) {
  test(
    `a vote whose answer was lost ${again}, and counts once`,
    PAGE,
    async ({ page, request }) => {
      const poll = await makePoll(request, { voter_check: "none" });
      await page.clock.install();
      await page.goto(`/polls/${poll.slug}`);
      await page.getByRole("radio", { name: "Water" }).check();
      // The server counts the vote, but its response is lost.
      await page.route("**/ballots", async (route) => {
        await route.fetch();
        await route.abort();
      });
      await page.getByRole("button", { name: "Vote" }).click();
      await expect(page.getByText(/^No answer yet/)).toContainText("counts once");
      // Too late to change anything, so the tick stays where it was.
      await page.getByRole("radio", { name: "Coffee" }).click({ force: true });
      expect(await page.getByRole("radio", { name: "Water" }).isChecked()).toBe(true);

      await does(page);

      await expect(page.getByRole("heading", { name: heading })).toBeVisible();
      const results = await (await request.get(`/api/polls/${poll.slug}/results`)).json();
      expect(results.choices.map((choice: { votes: number }) => choice.votes)).toEqual([0, 0, 1]);
    },
  );
}

test(
  "a ballot that waited offline past the close says that it was not counted",
  PAGE,
  async ({ page, context, request }) => {
    const closes_at = new Date(Date.now() + 3_600_000).toISOString();
    const poll = await makePoll(request, { closes_at, voter_check: "none" });
    await page.goto(`/polls/${poll.slug}`);
    await page.getByRole("radio", { name: "Tea" }).check();
    await context.setOffline(true);
    await expect(page.getByText(/^You are offline\. If you vote now/)).toBeVisible();
    await page.getByRole("button", { name: "Vote" }).click();
    await expect(page.getByText(/^You are offline\. The page sends your vote/)).toBeVisible();

    const data = { closes_at: new Date().toISOString() };
    await request.put(`/api/admin/questions/${poll.id}`, { data });
    await expect(page.getByRole("heading", { name: /late|counted/ })).toHaveCount(0);
    await context.setOffline(false);

    await expect(page.getByRole("heading", { name: "Your vote came too late" })).toBeFocused();
    await expect(
      page.getByText(/, while your vote waited\. The vote was not counted\.$/),
    ).toBeVisible();
    const results = await (await request.get(`/api/polls/${poll.slug}/results`)).json();
    expect(results.ballots).toBe(0);
  },
);

test(
  "a part of the page that did not load offline comes with the connection",
  PAGE,
  async ({ page, context, request }) => {
    await page.goto(`/polls/${(await makePoll(request)).slug}`);
    await page.getByRole("radio", { name: "Tea" }).check();
    await context.setOffline(true);
    await page.getByText("Look up a vote").click();
    await expect(page.getByText(/^You are offline\. This part of the page/)).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByLabel("Receipt")).toBeVisible();
    await expect(page.getByRole("radio", { name: "Tea" })).toBeChecked();
  },
);

test("everything works by keyboard", PAGE, async ({ page, request }) => {
  const poll = await makePoll(request, { voting: "multiple", max_choices: 2 });
  await page.goto(`/polls/${poll.slug}`);
  // The paper that the page brings along is inert until the voter's own state has arrived.
  await expect(page.getByRole("checkbox", { name: "Tea" })).toBeVisible();
  await expect(page.locator("[inert]")).toHaveCount(0);

  await page.getByRole("checkbox", { name: "Tea" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Water" })).toBeDisabled();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeFocused();
  const results = await (await request.get(`/api/polls/${poll.slug}/results`)).json();
  expect(results.choices.map((choice: { votes: number }) => choice.votes)).toEqual([1, 1, 0]);
});
