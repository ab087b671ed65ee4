/** Filters with counts, dates and columns of the dashboard's lists. */
import { expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

/** Three polls with a name of their own, and the list of these polls. */
const openList = async (page: Page) => {
  const name = crypto.randomUUID();
  const make = (text: string, values: Parameters<typeof makePoll>[1]) =>
    makePoll(page.request, { question_text: `${text} ${name}`, ...values });
  await make("Past", { pub_date: "2024-02-29T11:00:00Z", voting: "multiple" });
  await make("Later", { pub_date: "2024-03-01T11:00:00Z", listed: false });
  await make("Future", { pub_date: "2090-05-06T11:00:00Z" });
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  await expect(page.getByRole("row")).toHaveCount(4);
  return name;
};

const filter = (page: Page, field: string, value: string) =>
  page
    .getByRole("group", { name: field, exact: true })
    .getByRole("button", { name: value, exact: true });

test("a list is filtered by several values, and each says how many polls it would find", async ({
  page,
}) => {
  await openList(page);
  await filter(page, "Status", "Open 2").click();
  await expect(page.getByRole("row")).toHaveCount(3);
  // The counts of other fields follow the filter, those of the field itself do not.
  await expect(filter(page, "Who finds the poll", "Everyone 1")).toBeVisible();
  await filter(page, "Status", "Scheduled 1").click();
  await expect(page.getByRole("row")).toHaveCount(4);
  await filter(page, "Who finds the poll", "People with the link 1").click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await filter(page, "Each voter picks", "Several choices 0").click();

  await expect(page.getByText("Nothing matches the filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("button", { name: "Clear all" })).toBeDisabled();
});

test("a date is drilled down by year, month and day, and back", async ({ page }) => {
  await openList(page);
  const opens = page.getByRole("group", { name: "Opens", exact: true });
  await opens.getByRole("button", { name: "Year, month or day" }).click();
  await opens.getByRole("button", { name: "2024 2" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await opens.getByRole("button", { name: "February 1" }).click();
  await opens.getByRole("button", { name: /29.* 1$/ }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("row").nth(1)).toContainText("Past");
  await expect(opens.getByLabel("From")).toHaveValue("2024-02-29");
  await expect(opens.getByLabel("To")).toHaveValue("2024-02-29");

  await opens.getByRole("button", { name: "2024", exact: true }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await opens.getByRole("button", { name: "All dates" }).click();
  await expect(page.getByRole("row")).toHaveCount(4);
});

test("the filters are still there after a save, and the counts are new", async ({ page }) => {
  await openList(page);
  await filter(page, "Who finds the poll", "Everyone 2").click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("link", { name: /^Past/ }).click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("On the list of polls").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Poll saved")).toBeVisible();
  await page.getByRole("link", { name: "Polls", exact: true }).click();

  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(filter(page, "Who finds the poll", "Everyone 1")).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(filter(page, "Who finds the poll", "People with the link 2")).toBeVisible();
});

test("chosen columns are remembered", async ({ page }) => {
  await openList(page);
  const column = page.getByRole("columnheader", { name: "Each voter picks" });
  await expect(column).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("switch", { name: "Each voter picks" }).check();
  await page.keyboard.press("Escape");
  await expect(column).toBeVisible();
  await expect(page.getByRole("cell", { name: "Several choices" })).toBeVisible();

  await page.reload();
  await expect(column).toBeVisible();
});

test("on a phone the filters open over the list, and tell how many are active", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const name = crypto.randomUUID();
  await makePoll(page.request, { question_text: `One ${name}` });
  await makePoll(page.request, { question_text: `Two ${name}`, voting: "multiple" });
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Filters" });
  await dialog.getByRole("button", { name: "Several choices 1" }).click();
  await page.keyboard.press("Escape");

  await expect(page.getByRole("button", { name: "Filters, 1 active" })).toBeVisible();
  await expect(page.getByText(`Two ${name}`)).toBeVisible();
  await expect(page.getByText(`One ${name}`)).toHaveCount(0);
});

test("a long text ends with an ellipsis, and every column stays in sight", async ({ page }) => {
  const name = crypto.randomUUID();
  await makePoll(page.request, { question_text: `${name}${"W".repeat(160)}` });
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  const text = page.getByRole("link", { name: new RegExp(name) });
  const height = await text.evaluate((link) => link.scrollHeight - link.clientHeight);
  expect(height).toBeGreaterThan(0);
  await expect(page.getByRole("columnheader", { name: "Closes" })).toBeInViewport({ ratio: 1 });
});
