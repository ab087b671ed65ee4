/** The list of polls. */
import { expect, test } from "@playwright/test";
import { expectNoFindings } from "./axe";
import { makePoll, PAGE } from "./polls";

test("people search the list, page through it, and come back", PAGE, async ({ page, request }) => {
  const word = `w${crypto.randomUUID().slice(0, 8)}`;
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  for (let number = 1; number <= 22; number++) {
    const opening = { pub_date: inMinutes(-100 - number) };
    const close = number === 1 ? inMinutes(-1) : number === 2 ? inMinutes(30.5) : null;
    await makePoll(request, {
      ...opening,
      question_text: `Shall ${word} have 100 % of room ${number}?`,
      closes_at: close,
    });
  }
  const asked: string[] = [];
  page.on("request", (sent) => {
    if (sent.url().includes("/api/polls")) asked.push(sent.url());
  });
  await page.goto("/");
  const field = page.getByRole("searchbox", { name: "Search the polls" });
  await field.fill(`${word.toUpperCase()} have 100 %`);
  await field.press("Enter");
  await expect(page.getByRole("heading", { name: "22 polls match" })).toBeFocused();
  expect(asked).toHaveLength(1);

  // Open polls first, by their opening. The page that carries its answer is the same.
  await page.reload();
  const rows = page.getByRole("listitem");
  await expect(rows).toHaveCount(20);
  await expect(rows.first()).toContainText(/room 2\?Closes in (30|29) minutes/);
  expect(asked).toHaveLength(1);
  await expectNoFindings(page);

  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("Page 2 of 2")).toBeVisible();
  await expect(rows).toHaveText([/room 22\?Open/, /room 1\?Closed/]);
  await page.getByRole("link", { name: "room 22?" }).click();
  await expect(page.getByRole("button", { name: "Vote" })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Page 2 of 2")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Page 1 of 2")).toBeVisible();
  await expect(field).toHaveValue(`${word.toUpperCase()} have 100 %`);
  await page.getByRole("link", { name: "Show all polls" }).click();
  await expect(page.getByRole("heading", { name: "Choose a poll" })).toBeFocused();
});
