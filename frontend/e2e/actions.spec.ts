/** Actions on selected polls, on all that match the filter, and on the page of one poll. */
import { expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

const QUESTIONS = "/api/admin/questions";
const HOUR = 3_600_000;
const fromNow = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

test.beforeEach(({ page }) => signIn(page.request));

/** Polls whose question contains a name of their own, one for each of `values`. */
const makePolls = async (page: Page, values: Parameters<typeof makePoll>[1][]) => {
  const name = crypto.randomUUID();
  const polls = [];
  for (const [number, value] of values.entries())
    polls.push(await makePoll(page.request, { question_text: `${name} ${number}`, ...value }));
  return { name, polls };
};

const statuses = async (page: Page, name: string) => {
  const filter = encodeURIComponent(JSON.stringify({ q: name }));
  const list = await page.request.get(`${QUESTIONS}?sort=["id","ASC"]&filter=${filter}`);
  return (await list.json()).map(({ status }: { status: string }) => status);
};

const openList = (page: Page, filter: object) =>
  page.goto(`/admin/questions?filter=${encodeURIComponent(JSON.stringify(filter))}&perPage=5`);

const choose = async (page: Page, action: string) => {
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: action }).click();
  return page.getByRole("dialog");
};

test("selected polls are closed, and the report counts those that were not open", async ({
  page,
}) => {
  const { name } = await makePolls(page, [{}, { pub_date: fromNow(1) }, {}]);
  await openList(page, { q: name });
  await page.getByRole("checkbox", { name: "Select all" }).check();
  const dialog = await choose(page, "Close now");
  await expect(dialog.getByRole("heading", { name: "Close 2 polls now?" })).toBeVisible();
  await expect(dialog.getByText("1 other is not open, and stays as it is.")).toBeVisible();
  expect(await statuses(page, name)).toEqual(["open", "scheduled", "open"]);

  await dialog.getByRole("button", { name: "Close now" }).click();

  await expect(page.getByText("2 polls closed, 1 was not open")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("3 selected")).toHaveCount(0);
  expect(await statuses(page, name)).toEqual(["closed", "scheduled", "closed"]);
});

test("all polls that match are published, also those of other pages", async ({ page }) => {
  const { name } = await makePolls(page, [
    ...Array.from({ length: 6 }, () => ({ pub_date: fromNow(1) })),
    { closes_at: fromNow(1) },
  ]);
  await openList(page, { q: name });
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Select all 7" }).click();
  await expect(page.getByText("All 7 selected")).toBeVisible();
  const dialog = await choose(page, "Publish now");
  await expect(dialog.getByRole("heading", { name: "Publish 6 polls now?" })).toBeVisible();
  await dialog.getByRole("button", { name: "Publish now" }).click();
  await expect(
    page.getByText(/^6 polls published, 1 was published or over already$/),
  ).toBeVisible();
  expect(await statuses(page, name)).toEqual(Array(7).fill("open"));
});

test("a delete says what goes with the polls, and asks with the keyboard too", async ({ page }) => {
  const { name, polls } = await makePolls(page, [{}, {}]);
  const ballot = { choices: [polls[0]?.choices[1]?.id], receipt: crypto.randomUUID() };
  await page.request.post(`/api/polls/${polls[0]?.slug}/ballots`, { data: ballot });
  await openList(page, { q: name });
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete 2 polls?" });
  await expect(dialog.getByRole("listitem")).toHaveText(["6 choices", "1 ballot"]);

  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  expect(await statuses(page, name)).toEqual(["open", "open"]);

  await page.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("2 polls deleted")).toBeVisible();
  expect(await statuses(page, name)).toEqual([]);
});

test("a refused action stays in its dialog and names the record", async ({ page }) => {
  await page.goto("/admin/users");
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByRole("alert")).toContainText(
    /\(“admin”\): This is (the last active admin|your own account)\./,
  );
  await expect(dialog.getByRole("button", { name: "Delete" })).toBeEnabled();
});

test("the page of a poll offers the actions that apply to it", async ({ page }) => {
  const poll = await makePoll(page.request, { question_text: "Shall we?" });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await page.getByRole("button", { name: "Actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Reopen" })).toBeDisabled();
  await page.getByRole("menuitem", { name: "Close now" }).click();
  const dialog = page.getByRole("dialog", { name: "Close now “\u2068Shall we?\u2069”?" });
  await dialog.getByRole("button", { name: "Close now" }).click();
  await expect(page.getByText("1 poll closed")).toBeVisible();

  const reopening = await choose(page, "Reopen");
  await expect(reopening).toContainText("Voting goes on until you close it again.");
  await reopening.getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByText("1 poll reopened")).toBeVisible();
  const stored = await page.request.get(`${QUESTIONS}/${poll.id}`);
  expect(await stored.json()).toMatchObject({ status: "open", closes_at: null, version: 3 });
});
