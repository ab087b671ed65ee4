/** Passing the link of a poll on. The backend's tests read the QR code. */
import { expect, test } from "@playwright/test";
import { makePoll, PAGE } from "./polls";

test(
  "the link of a poll is shared, and printed",
  PAGE,
  async ({ page, context, request, baseURL }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const poll = await makePoll(request, { listed: false });
    const link = `${baseURL}/polls/${poll.slug}`;
    await page.goto(`/polls/${poll.slug}?utm_source=chat#abcd-efgh-jkmn`);
    await page.getByText("Share this poll").click();
    const image = page.getByRole("img", { name: "QR code of the link" });
    await expect(image).toHaveJSProperty("complete", true);
    expect(await image.evaluate((code: HTMLImageElement) => code.naturalWidth)).toBeGreaterThan(
      100,
    );
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

    const printed = page.locator(".printed");
    await expect(printed).toBeHidden();
    await page.emulateMedia({ media: "print" });
    await expect(printed).toHaveText(link);
    await expect(printed).toBeVisible();
    await expect(image).toBeHidden();
  },
);
