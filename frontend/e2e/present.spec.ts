/** The presenter's view, with phones that vote. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { makeUser, signInAs } from "./accounts";
import { makePoll, PAGE, signIn } from "./polls";
import { makeRoll, makeRollPoll } from "./rolls";

const PROJECTOR = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

const bar = (page: Page, choice: string) => page.getByRole("listitem").filter({ hasText: choice });
const count = (page: Page) => page.locator(".count");
const dialog = (page: Page) => page.getByRole("dialog");

async function newPage(browser: Browser, address: string, viewport = PHONE) {
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.goto(address);
  return page;
}

/** Opens the view in a browser where the admin is signed in. */
async function present(browser: Browser, slug: string, viewport = PROJECTOR) {
  const page = await (await browser.newContext({ viewport })).newPage();
  await signIn(page.request);
  await page.goto(`/polls/${slug}/present`);
  await expect(page.getByRole("button", { name: "Close the poll C" })).toBeVisible();
  return page;
}

/** Votes, and resolves when the vote is acknowledged. */
async function vote(page: Page, choice: string) {
  await page.getByRole("radio", { name: choice }).check();
  const answer = page.waitForResponse("**/ballots");
  await page.getByRole("button", { name: "Vote" }).click();
  expect((await answer).status()).toBe(201);
}

/** True if the element is in sight as a whole. */
const isInSight = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
  });

async function expectWayToTheBallot(page: Page) {
  expect(await isInSight(page, ".stub img")).toBe(true);
  expect(await isInSight(page, ".stub code")).toBe(true);
}

test("a presenter shows the votes of three phones within a second, and closes the poll", async ({
  browser,
  request,
  baseURL,
}) => {
  const poll = await makePoll(request, { results_visibility: "after_close" });
  const address = `/polls/${poll.slug}`;
  const projector = await present(browser, poll.slug);
  const phones = [
    await newPage(browser, address),
    await newPage(browser, address),
    await newPage(browser, address),
  ] as const;
  const data = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await request.post(`/api${address}/ballots`, { data });

  // Nothing of a hidden result is on the projector, until the presenter reveals it.
  await expect(projector.getByText("The result is shown once the poll is closed.")).toBeVisible();
  await expect(projector.getByRole("list", { name: "Choices" })).toBeVisible();
  await expect(projector.getByRole("list", { name: "Result" })).toHaveCount(0);
  await expect(count(projector)).toHaveCount(0);
  await expectWayToTheBallot(projector);
  const link = `${baseURL}${address}`.replace("http://", "");
  await expect(projector.locator(".stub code")).toHaveText(link);

  await projector.keyboard.press("r");
  await expect(dialog(projector)).toHaveAccessibleName("Show the result now?");
  await projector.keyboard.press("Escape");
  await expect(dialog(projector)).toHaveCount(0);
  await expect(projector.getByRole("list", { name: "Choices" })).toBeVisible();
  await projector.keyboard.press("r");
  await projector.keyboard.press("Enter");
  await expect(bar(projector, "Tea")).toContainText("100%");
  await expect(count(projector)).toHaveText("1 vote");
  await expect(projector.getByRole("button", { name: /Show the result/ })).toHaveCount(0);

  let ballots = 1;
  for (const phone of phones) {
    await vote(phone, "Coffee");
    ballots += 1;
    await expect(count(projector)).toHaveText(`${ballots} votes`, { timeout: 1000 });
  }
  await expect(bar(projector, "Coffee")).toContainText("75%3 votes");

  await projector.keyboard.press("c");
  await expect(dialog(projector).getByRole("button", { name: "Cancel" })).toBeFocused();
  await projector.keyboard.press("Shift+Tab");
  await projector.keyboard.press("Enter");
  await expect(projector.getByText(/^Closed /)).toBeVisible();
  await expect(dialog(projector)).toHaveCount(0);
  await expect(projector.getByRole("main")).toBeFocused();
  await expect(bar(projector, "Coffee")).toContainText("(most votes)");
  await expect(bar(projector, "Tea")).not.toContainText("(most votes)");
  await expectWayToTheBallot(projector);
  for (const phone of phones) await expect(phone.getByText("Result: 4 votes")).toBeVisible();
  const { results } = await (await request.get(`/api${address}`)).json();
  expect(results.choices.map(({ votes }: { votes: number }) => votes)).toEqual([1, 3, 0]);
});

test(
  "the question, eight and twenty choices, and the way to the ballot fit on one screen",
  PAGE,
  async ({ browser, request }) => {
    const question_text = `${"How shall we spend the money that is left? ".repeat(5)}`.slice(
      0,
      199,
    );
    const choices = (length: number) =>
      Array.from({ length }, (_, index) => ({ choice_text: `The proposal number ${index + 1}` }));
    const eight = await makePoll(request, { question_text, choices: choices(8) });
    const twenty = await makePoll(request, { choices: choices(20), results_visibility: "staff" });
    const page = await present(browser, eight.slug);
    const scrolls = () =>
      page
        .locator(".paper")
        .evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight);
    for (const { slug } of [eight, twenty]) {
      await page.setViewportSize(PROJECTOR);
      await page.goto(`/polls/${slug}/present`);
      await expect(page.getByText("The proposal number 8")).toBeVisible();
      expect(await scrolls()).toBe(false);
      await expectWayToTheBallot(page);
      await page.setViewportSize(PHONE);
      await expectWayToTheBallot(page);
      await page.getByText("The proposal number 8").scrollIntoViewIfNeeded();
      await expectWayToTheBallot(page);
    }
  },
);

test(
  "a save is refused after someone else's, and after signing out",
  PAGE,
  async ({ browser, request }) => {
    const poll = await makePoll(request, { results_visibility: "staff" });
    const page = await present(browser, poll.slug);
    await page.keyboard.press("r");
    const title = dialog(page).getByRole("heading");
    await expect(title).toHaveText("Show the result now?");
    await page.waitForLoadState("networkidle");
    await request.put(`/api/admin/questions/${poll.id}`, {
      data: { results_visibility: "after_close" },
    });
    await page.keyboard.press("Enter");
    await expect(dialog(page).getByRole("alert")).toHaveText(/^Someone else has just changed/);

    await page.context().clearCookies();
    await dialog(page).getByRole("button", { name: "Show the result" }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("You are signed out");
    await signInAs(page.request, await makeUser(request, "viewer"));
    await dialog(page).getByRole("button", { name: "Show the result" }).click();
    await expect(dialog(page).getByRole("alert")).toContainText("Your account may not do this.");
    await signIn(page.request);
    await dialog(page).getByRole("button", { name: "Show the result" }).click();
    await expect(page.getByRole("list", { name: "Result" })).toBeVisible();
    const { results_visibility } = await (await request.get(`/api/polls/${poll.slug}`)).json();
    expect(results_visibility).toBe("always");
  },
);

test("a poll with codes is revealed by its close", PAGE, async ({ browser, request }) => {
  const roll = await makeRoll(request);
  const poll = await makeRollPoll(request, roll, { results_visibility: "staff" });
  const audience = await newPage(browser, `/polls/${poll.slug}/present`, PROJECTOR);
  await expect(audience.getByRole("button", { name: "Full screen F" })).toBeVisible();
  await expect(audience.getByRole("button")).toHaveCount(1);
  const page = await present(browser, poll.slug);
  await page.getByRole("button", { name: "Close and show the result R" }).click();
  await expect(dialog(page)).toContainText("cannot be opened again");
  await dialog(page).getByRole("button", { name: "Close and show the result" }).click();
  for (const shown of [page, audience]) {
    await expect(shown.getByRole("list", { name: "Result" })).toBeVisible();
    await expect(shown.getByText("0 of 2 people voted.")).toBeVisible();
  }

  await audience.keyboard.press("f");
  await expect(audience.getByRole("button", { name: "Leave full screen F" })).toBeVisible();
  await audience.getByRole("checkbox", { name: "Keys" }).uncheck();
  await audience.keyboard.press("f");
  await audience.getByRole("button", { name: "Leave full screen" }).click();
  await expect(audience.getByRole("button", { name: "Full screen" })).toBeVisible();
});
