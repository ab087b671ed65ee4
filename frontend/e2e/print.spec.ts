/** Printed pages have all the text, in dark ink on white, and no controls. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import { makePoll, PAGE } from "./polls";

const LONG = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(4).trim();

const ballot = (choices: number) => ({
  voting: "multiple" as const,
  max_choices: 3,
  choices: Array.from({ length: choices }, (_, index) => ({
    choice_text: `Choice ${index + 1}${index % 9 === 4 ? ` ${LONG}` : ""}`,
  })),
});

async function print(page: Page) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  // The width of an A4 page without its margins.
  await page.setViewportSize({ width: 718, height: 1000 });
}

const box = async (locator: Locator) => {
  const found = await locator.boundingBox();
  if (!found) throw new Error(`${locator} is not on the page`);
  return found;
};

/** No row overflows horizontally, and no rows overlap. */
async function expectRowsApart(rows: Locator, count: number) {
  await expect(rows).toHaveCount(count);
  let end = 0;
  for (const row of await rows.all()) {
    const { y, height } = await box(row);
    expect(y).toBeGreaterThanOrEqual(end - 0.5);
    end = y + height;
    expect(await row.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  }
}

async function expectPaper(page: Page) {
  for (const control of await page.locator("button, .button, summary, .foot, input[id]").all())
    await expect(control).toBeHidden();
  const covering = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => /sticky|fixed/.test(getComputedStyle(element).position))
      .map(({ className }) => className),
  );
  expect(covering).toEqual([]);
  const colors = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return { color, backgroundColor };
  });
  expect(colors).toEqual({ color: "rgb(24, 24, 27)", backgroundColor: "rgb(255, 255, 255)" });
}

for (const choices of [2, 40, 100]) {
  test(`a ballot of ${choices} choices`, PAGE, async ({ page, request }) => {
    const poll = await makePoll(request, { ...ballot(choices), closes_at: "2100-01-01T00:00:00Z" });
    await page.goto(`/polls/${poll.slug}`);
    await page.getByRole("checkbox").first().check();
    await print(page);
    await expectPaper(page);
    await expectRowsApart(page.locator(".choice"), choices);
    await expect(page.getByText(/^Open until/)).toBeVisible();
    await expect(page.locator("#instruction")).toBeVisible();
  });
}

test("a result, with the receipt of the vote", PAGE, async ({ page, request }) => {
  const poll = await makePoll(request, { ...ballot(40), question_text: LONG });
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
  await print(page);
  await expectPaper(page);
  await expect(page.locator(".receipt code")).toBeVisible();
  await expectRowsApart(page.locator(".bar"), 40);
  // The bars and the mark of the voter's choice are backgrounds, which browsers don't print by default.
  const adjust = await page
    .locator(".bar")
    .first()
    .evaluate((bar) => getComputedStyle(bar).getPropertyValue("print-color-adjust"));
  expect(adjust).toBe("exact");
});

test("the list of polls", PAGE, async ({ page, request }) => {
  await makePoll(request, { question_text: LONG });
  await page.goto("/");
  await expect(page.getByRole("link", { name: LONG }).first()).toBeVisible();
  await print(page);
  const rows = page.locator(".poll");
  await expectRowsApart(rows, await rows.count());
});
