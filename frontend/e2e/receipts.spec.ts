/** Receipts: copying and saving one, looking up the vote, and finding it in the published list. */
import { readFileSync } from "node:fs";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { makePoll } from "./polls";

type Poll = Awaited<ReturnType<typeof makePoll>>;

/** Vote on `poll`, and return the receipt that the page shows. */
async function vote(page: Page, poll: Poll, choice: string) {
  await page.goto(`/polls/${poll.slug}`);
  await page.getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Vote" }).click();
  await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
  return `${await page.locator(".receipt code").textContent()}`;
}

async function lookUp(page: Page, text: string) {
  await page.getByRole("textbox", { name: "Receipt" }).fill(text);
  await page.getByRole("button", { name: "Look up" }).click();
}

const close = (request: APIRequestContext, poll: Poll) =>
  request.put(`/api/admin/questions/${poll.id}`, { data: { closes_at: new Date().toISOString() } });

test("a receipt is copied", async ({ page, context, request }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const receipt = await vote(page, await makePoll(request), "Tea");
  await page.getByRole("button", { name: "Copy receipt" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(receipt);
});

test("a receipt is copied over plain http, too", async ({ page, context, request }) => {
  await context.grantPermissions(["clipboard-read"]);
  // Over plain http, browsers offer the clipboard API on localhost only.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "clipboard"));
  const receipt = await vote(page, await makePoll(request), "Tea");
  await page.getByRole("button", { name: "Copy receipt" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();

  const field = page.getByRole("textbox", { name: "Receipt" });
  await page.getByText("Look up a vote").click();
  await field.focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(field).toHaveValue(receipt);
});

test("a receipt is saved, and the saved text finds the vote", async ({ page, request }) => {
  const poll = await makePoll(request, { question_text: "Tea, 100% & more? #1" });
  const receipt = await vote(page, poll, "Tea");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save as a file" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`polls-receipt-${poll.slug}.txt`);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain(receipt);
  expect(text).toContain("Tea, 100% & more? #1");
  expect(text).toContain(page.url());
  expect(text).not.toMatch(/\d\d:\d\d/);

  await page.reload();
  await page.getByText("Look up a vote").click();
  await lookUp(page, text);
  await expect(page.getByText("Counted for: Tea")).toBeVisible();
});

test("a vote is looked up by its receipt, however it is written", async ({ page, request }) => {
  const poll = await makePoll(request);
  const receipt = await vote(page, poll, "Coffee");
  await page.getByText("Look up a vote").click();
  await lookUp(page, `  ${receipt.toUpperCase().replaceAll("-", " - ")}\n`);
  await expect(page.getByText("Counted for: Coffee")).toBeVisible();

  await lookUp(page, crypto.randomUUID());
  await expect(page.getByText(/^No vote found under this receipt/)).toBeVisible();
  await lookUp(page, "my receipt");
  await expect(page.getByText(/^A receipt looks like/)).toBeVisible();
});

test("after the close the vote is found in the published list, which adds up", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request);
  const ballots = `/api/polls/${poll.slug}/ballots`;
  for (const { id } of poll.choices) {
    const headers = { Cookie: "" };
    const data = { choices: [id], receipt: crypto.randomUUID() };
    expect((await request.post(ballots, { headers, data })).status()).toBe(201);
  }
  const receipt = await vote(page, poll, "Water");
  await close(request, poll);

  await expect(page.getByRole("heading", { name: "All votes" })).toBeVisible();
  await expect(page.getByText("4 votes, each under its receipt")).toBeVisible();
  const list: { receipt: string }[] = await (await request.get(ballots)).json();
  const line = list.findIndex((ballot) => ballot.receipt === receipt) + 1;
  await lookUp(page, receipt);
  await expect(page.getByText("Counted for: Water")).toBeVisible();
  await expect(page.getByText(`Line ${line} of 4 in the list`)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: receipt })).toContainText("Water");

  await lookUp(page, crypto.randomUUID());
  await expect(page.getByText(/^No vote found under this receipt/)).toBeVisible();
  await page.getByRole("button", { name: "Count all votes again" }).click();
  await expect(page.getByText(/^Counted again on this page/)).toBeVisible();

  for (const format of ["CSV", "JSON"]) {
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: format }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(`${poll.slug}.${format.toLowerCase()}`);
    expect(readFileSync(await download.path(), "utf8")).toContain(receipt);
  }
});

test("a list of 100,000 ballots is searched and counted", async ({ page, request }) => {
  const poll = await makePoll(request);
  const [tea] = poll.choices;
  await vote(page, poll, "Tea");
  await close(request, poll);
  await expect(page.getByRole("heading", { name: "All votes" })).toBeVisible();
  const list = Array.from({ length: 100_000 }, () => ({
    receipt: crypto.randomUUID(),
    choices: [tea?.id],
  }));
  list.sort((one, other) => (one.receipt < other.receipt ? -1 : 1));
  await page.route("**/ballots?*", (route) => {
    const query = new URL(route.request().url()).searchParams;
    const after = query.get("after");
    const start = after ? list.findIndex(({ receipt }) => receipt === after) + 1 : 0;
    return route.fulfill({ json: list.slice(start, start + Number(query.get("limit"))) });
  });

  await lookUp(page, `${list.at(-1)?.receipt}`);
  await expect(page.getByText("Line 100,000 of")).toBeVisible();
  await page.getByRole("button", { name: "Count all votes again" }).click();
  await expect(page.getByText(/do not add up to this result/)).toBeVisible();
});

test("where the result stays hidden no list is offered, and a vote is still looked up", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request, { results_visibility: "staff" });
  const receipt = await vote(page, poll, "Tea");
  await close(request, poll);
  await page.reload();
  await expect(page.getByText("The result goes to the people who run this poll.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "All votes" })).toHaveCount(0);
  await page.getByText("Look up a vote").click();
  await lookUp(page, receipt);
  await expect(page.getByText("Counted for: Tea")).toBeVisible();
});
