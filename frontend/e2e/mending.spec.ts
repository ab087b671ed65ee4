/** Previews and corrections: what staff and voters see of a poll that is not published, or was mended. */
import { expect, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

for (const theme of ["light", "dark"] as const) {
  test(`a page of the dashboard shows the ballot of a draft in a frame, ${theme}`, async ({
    page,
  }) => {
    const draft = await makePoll(page.request, { draft: true });
    await page.goto("/admin/");
    const address = `/preview/${draft.id}?theme=${theme}`;
    await page.evaluate((src) => {
      document.body.replaceChildren(Object.assign(document.createElement("iframe"), { src }));
    }, address);

    const frame = page.frameLocator("iframe");
    await expect(frame.getByText("Preview", { exact: true })).toBeVisible();
    await expect(frame.locator("h1")).toHaveText("What shall we drink?");
    await expect(frame.locator("input[type=radio]")).toHaveCount(3);
    await expect(frame.locator("body")).toHaveAttribute("inert", "");
    const dark = "rgb(16, 16, 18)";
    const background = await frame
      .locator("body")
      .evaluate((body) => getComputedStyle(body).backgroundColor);
    expect(background === dark).toBe(theme === "dark");
  });
}

test("a preview is for staff only, and no other page may be framed", async ({ page, browser }) => {
  const draft = await makePoll(page.request, { draft: true });
  const stranger = await (await browser.newContext()).newPage();
  const origin = new URL((await page.request.get("/api/site")).url()).origin;
  await stranger.goto(`${origin}/preview/${draft.id}`);
  await expect(stranger.getByRole("heading", { name: "No preview" })).toBeVisible();
  await expect(stranger.getByText("What shall we drink?")).toHaveCount(0);

  const policies = await Promise.all(
    [`/preview/${draft.id}`, "/", "/admin/"].map(async (path) => {
      const { "content-security-policy": policy } = (await page.request.get(path)).headers();
      return policy?.match(/frame-ancestors [^;]+/)?.[0];
    }),
  );
  expect(policies).toEqual([
    "frame-ancestors 'self'",
    "frame-ancestors 'none'",
    "frame-ancestors 'none'",
  ]);
});

test("a voter whose page is open is told of a correction, and prints the old text", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request, { voter_check: "none" });
  const [tea] = poll.choices;
  const receipt = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
  await request.post(`/api/polls/${poll.slug}/ballots`, { data: { choices: [tea?.id], receipt } });
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: "Water" }).check();

  await signIn(request);
  const choices = [{ id: tea?.id, choice_text: "Green tea" }];
  const corrected = await request.post(`/api/admin/questions/${poll.id}/correct`, {
    data: { choices },
  });
  expect(corrected.status()).toBe(200);
  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByRole("radio", { name: "Green tea" })).toBeVisible();
  const corrections = page.getByRole("region", { name: /^A text was corrected/ });
  await expect(corrections).toContainText("“Tea” became “Green tea”.");

  await page.emulateMedia({ media: "print" });
  await expect(corrections).toContainText("“Tea”");
  await expect(corrections).toBeVisible();
});
