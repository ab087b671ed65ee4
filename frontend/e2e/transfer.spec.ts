/** Polls leave the dashboard as files, and come back. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { findings } from "./axe";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

const exportAs = async (page: Page, format: string) => {
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export polls" });
  await expect(dialog).toContainText("One record matches the filter.");
  await dialog.getByRole("radio", { name: format }).check();
  const coming = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const download = await coming;
  await expect(dialog).toBeHidden();
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
};

test("polls are exported, corrected where they are faulty, and imported again", async ({
  page,
}) => {
  const name = crypto.randomUUID();
  await makePoll(page.request, { question_text: `=Lunch ${name}` });
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  await expect(page.getByRole("row")).toHaveCount(2);
  const { name: fileName, content } = await exportAs(page, "CSV");
  expect(fileName).toMatch(/^questions-\d{4}-\d\d-\d\d\.csv$/);

  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import polls" });
  const choosing = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choose a file" }).click();
  const buffer = Buffer.from(content.toString().replaceAll("Coffee", "Tea"));
  await (await choosing).setFiles({ name: fileName, mimeType: "text/csv", buffer });
  const faults = dialog.getByRole("table", { name: "What to correct" });
  await expect(faults.getByRole("row", { name: /3.*like this already/ })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Import one record" })).toBeDisabled();
  expect(await findings(page)).toEqual([]);

  await dialog.getByRole("button", { name: "Back" }).click();
  await dialog.getByRole("textbox", { name: "Or paste cells" }).fill(content.toString());
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog).toContainText("One record is ready to import.");
  await expect(dialog.getByRole("cell", { name: "Tea · Coffee · Water" })).toBeVisible();
  await dialog.getByRole("button", { name: "Import one record" }).click();
  await expect(dialog).toContainText("One record was imported.");
  await dialog.getByRole("button", { name: "Close" }).last().click();

  await expect(page.getByRole("row").filter({ hasText: `=Lunch ${name}` })).toHaveCount(2);
});

test("the chosen columns and the format of an export are remembered", async ({ page }) => {
  const name = crypto.randomUUID();
  await makePoll(page.request, { question_text: name });
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("button", { name: "None" }).click();
  await page.getByRole("checkbox", { name: "Question" }).check();
  await page.getByRole("checkbox", { name: "Opens" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.reload();

  const csv = await exportAs(page, "CSV");
  expect(csv.content.toString()).toMatch(
    new RegExp(`^\ufeffquestion_text,pub_date\r\n${name},20.*Z\r\n$`),
  );
  const workbook = await exportAs(page, "Excel workbook");
  expect(workbook.name).toMatch(/\.xlsx$/);
  expect(workbook.content.subarray(0, 2).toString()).toBe("PK");
});
