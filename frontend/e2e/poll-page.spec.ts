/** A poll's page in the dashboard. */
import { expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const row = (page: Page, name: string) => page.getByRole("row", { name });

type Poll = Awaited<ReturnType<typeof makePoll>>;
const vote = (page: Page, poll: Poll, index: number) =>
  page.request.post(`/api/polls/${poll.slug}/ballots`, {
    data: { choices: [poll.choices[index]?.id], receipt: crypto.randomUUID() },
  });

/** A poll on which one browser can vote many times, with one vote for tea. */
const votedPoll = async (page: Page, values = {}) => {
  const poll = await makePoll(page.request, { voter_check: "none", ...values });
  await vote(page, poll, 0);
  return poll;
};

test("votes appear by themselves, and the page does not ask again and again", async ({ page }) => {
  const poll = await votedPoll(page);
  const reads: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === `/api/admin/questions/${poll.id}`)
      reads.push(request.url());
  });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await expect(row(page, "Tea")).toContainText("100%");
  const before = reads.length;
  await vote(page, poll, 1);
  await expect(row(page, "Coffee")).toContainText("50%");
  await expect(page.getByText("2 ballots")).toBeVisible();
  expect(reads.length).toBe(before);
});

test("a result that is shown after the close can be looked at, which is said to be recorded", async ({
  page,
}) => {
  const poll = await votedPoll(page, { results_visibility: "after_close" });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await expect(
    page.getByRole("heading", { name: "The result is shown after the close" }),
  ).toBeVisible();
  await expect(row(page, "Tea")).toHaveCount(0);
  await expect(page.getByText("1 ballot", { exact: true })).toBeVisible();
  await press(page, "Look at the result now");
  await expect(page.getByRole("dialog")).toContainText("recorded in the history");
  await press(page, "Record it and look");
  await expect(row(page, "Tea")).toContainText("100%");
});

test("a correction keeps the votes, and the old text stays on view", async ({ page }) => {
  const poll = await votedPoll(page);
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(page.getByText(/1 ballot cast/)).toBeVisible();
  await press(page, "Correct…");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The old text stays on view with its date");
  await dialog.getByRole("group", { name: "Choice 1" }).getByLabel("Corrected").fill("Green tea");
  await press(page, "Correct one text");
  await expect(page.getByText("Corrected. The old text stays on view.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Green tea" })).toBeVisible();

  await page.goto(`/admin/questions/${poll.id}/show`);
  await expect(row(page, "Green tea")).toContainText("100%");
  const corrections = page.getByRole("region", { name: "Corrections" });
  await expect(corrections.getByRole("deletion")).toHaveText("Tea");
  await expect(corrections.getByRole("insertion")).toHaveText("Green tea");
});

test("a reset throws away only as many ballots as were agreed to", async ({ page }) => {
  const poll = await votedPoll(page);
  await page.goto(`/admin/questions/${poll.id}/show`);
  await press(page, "Reset…");
  const agree = (name: string) => page.getByRole("checkbox", { name });
  await expect(page.getByRole("button", { name: "Reset poll" })).toBeDisabled();
  await agree("Throw away one ballot").check();
  await page.route("**/stream", (route) => route.abort());
  await page.route("**/reset", async (route) => {
    await page.unroute("**/reset");
    await vote(page, poll, 1);
    await route.continue();
  });
  await press(page, "Reset poll");
  await expect(agree("Throw away 2 ballots")).not.toBeChecked();
  await agree("Throw away 2 ballots").check();
  await press(page, "Reset poll");
  await expect(page.getByText("The votes were thrown away.")).toBeVisible();
  await expect(page.getByText("0 ballots")).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByRole("textbox", { name: /^Choice \d/ })).toHaveCount(3);
});

test("the preview shows a draft as voters see it, at two widths", async ({ page }) => {
  const poll = await makePoll(page.request, { draft: true });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await press(page, "Preview");
  const frame = page.getByTitle("As voters see it");
  const radio = frame.contentFrame().getByRole("radio", { name: "Tea" });
  await expect(radio).toBeVisible();
  const width = async () => (await frame.boundingBox())?.width;
  const phone = await width();
  await page.getByRole("button", { name: "Desktop" }).click();
  await expect.poll(width).toBeGreaterThan(phone ?? 0);
  await expect(radio).toBeVisible();
});

test("the link is shown as a QR code, which can be saved", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}/show`);
  await press(page, "QR code");
  const image = page.getByRole("img", { name: new RegExp(`QR code of .*${poll.slug}`) });
  await expect
    .poll(() => image.evaluate((code: HTMLImageElement) => code.naturalWidth))
    .not.toBe(0);
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download SVG" }).click();
  expect((await coming).suggestedFilename()).toBe(`poll-${poll.slug}.svg`);
});

test("a viewer sees the votes, but nothing that mends or looks", async ({ page }) => {
  const poll = await votedPoll(page, { results_visibility: "after_close" });
  const viewer = { username: `viewer-${crypto.randomUUID()}`, password: "correct horse" };
  await page.request.post("/api/admin/users", { data: { ...viewer, role: "viewer" } });
  await page.request.post("/api/auth/login", { data: viewer });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await expect(page.getByText("1 ballot", { exact: true })).toBeVisible();
  for (const name of ["Correct…", "Reset…", "Look at the result now"])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Duplicate" })).toHaveCount(0);
});
