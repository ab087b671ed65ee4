import { readFileSync } from "node:fs";
import { expect, type Locator, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

test("a refused save shows each error at its field and keeps the input", async ({ page }) => {
  await page.goto("/admin/questions/create");
  await page.getByLabel("Question").fill("Which day?");
  await page.getByRole("textbox", { name: "Choice" }).nth(0).fill("Friday");
  await page.getByRole("textbox", { name: "Choice" }).nth(1).fill("Friday");
  await page.getByLabel("Closes").fill("2020-01-01T12:00");

  await page.getByRole("button", { name: "Publish" }).click();

  await expect(page.getByLabel("Closes")).toHaveAccessibleDescription(/after the opening/);
  const second = page.getByRole("textbox", { name: "Choice" }).nth(1);
  await expect(second).toHaveAccessibleDescription(/like this already/);
  await expect(page.getByLabel("Question")).toHaveValue("Which day?");
  await expect(second).toHaveValue("Friday");
});

test("reordered choices have the same order on the voter page", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await page.getByRole("button", { name: "Move up" }).nth(2).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Poll saved")).toBeVisible();

  await page.goto(`/polls/${poll.slug}`);

  await expect(page.locator(".choice")).toHaveText(["Tea", "Water", "Coffee"]);
});

test("a poll with votes shows its fixed fields, and its other fields can be saved", async ({
  page,
}) => {
  const poll = await makePoll(page.request);
  const ballot = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await page.request.post(`/api/polls/${poll.slug}/ballots`, { data: ballot });
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(page.getByRole("alert")).toContainText("1 ballot cast");
  await expect(page.getByLabel("Question")).toHaveCount(0);

  await page.getByLabel("On the list of polls").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();

  await expect(page.getByText("Poll saved")).toBeVisible();
  const stored = await page.request.get(`/api/admin/questions/${poll.id}`);
  expect(await stored.json()).toMatchObject({
    listed: false,
    ballots: 1,
    choices: [{ votes: 1 }, {}, {}],
  });
});

test("deleting a poll asks for confirmation and says what will be deleted", async ({ page }) => {
  const poll = await makePoll(page.request, { question_text: "Shall this one go?" });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Delete “\u2068Shall this one go?\u2069”?");
  await expect(dialog.getByRole("listitem")).toHaveText(["3 choices"]);

  await dialog.getByRole("button", { name: "Delete" }).click();

  await expect(page.getByRole("heading", { name: "Polls" })).toBeVisible();
  expect((await page.request.get(`/api/polls/${poll.slug}`)).status()).toBe(404);
});

test("a viewer sees polls but no actions that change them", async ({ page }) => {
  const poll = await makePoll(page.request);
  const viewer = { username: `viewer-${crypto.randomUUID()}`, password: "correct horse" };
  await page.request.post("/api/admin/users", { data: { ...viewer, role: "viewer" } });
  await page.request.post("/api/auth/login", { data: viewer });

  await page.goto(`/admin/questions/${poll.id}/show`);

  await expect(page.getByText("0 ballots")).toBeVisible();
  for (const name of ["Edit", "Delete", "New poll", "Users"]) {
    await expect(
      page.getByRole("button", { name }).or(page.getByRole("link", { name })),
    ).toHaveCount(0);
  }
});

test("an export has all rows that match the filter, and saves nothing if it is interrupted", async ({
  page,
}) => {
  const name = crypto.randomUUID();
  for (const text of ["=1+1", "Why?"]) {
    await makePoll(page.request, { question_text: `${text} ${name}` });
  }
  await page.goto(`/admin/questions?filter={"q":"${name}"}`);
  await expect(page.getByRole("row")).toHaveCount(3);
  const dialog = page.getByRole("dialog");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await dialog.getByRole("button", { name: "Export" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^questions-\d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines[0]).toMatch(/^\ufeffid,slug,question_text,.*choices\.choice_text/);
  // One row for each of the three choices.
  expect(lines.filter((line) => line.includes(`,'=1+1 ${name},`))).toHaveLength(3);
  expect(lines).toHaveLength(7);

  await page.route(/text|questions\?sort.*/, (route) =>
    route.request().headers().accept === "text/csv" ? route.abort() : route.continue(),
  );
  await page.getByRole("button", { name: "Export" }).click();
  await dialog.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText("The server can't be reached.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Export" })).toBeEnabled();
});

const LONG = {
  "a letter": "W".repeat(200),
  "an address": `https://example.org/${"a/".repeat(90)}`,
  "characters without spaces": "漢字".repeat(100),
  "wide emoji": "👩‍👩‍👧‍👦".repeat(18),
};
const NAMES = Object.values(LONG).map((text) => text.slice(0, 140));

test("long texts push nothing out of the viewport", async ({ page }) => {
  const polls = [];
  for (const question_text of Object.values(LONG)) {
    const choices = [...Object.values(LONG), "Tea"].map((choice_text) => ({ choice_text }));
    polls.push(await makePoll(page.request, { question_text, choices }));
  }
  const users = NAMES.map((name) => ({ username: `${name}${Date.now() % 1e6}` }));
  for (const user of users) {
    const data = { ...user, password: "correct horse", role: "editor" };
    expect((await page.request.post("/api/admin/users", { data })).status()).toBe(201);
  }
  const [poll] = polls;
  const data = { username: users[0]?.username, password: "correct horse" };
  const paths = ["questions", `questions/${poll?.id}/show`, `questions/${poll?.id}`, "users"];
  for (const path of paths) {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/admin/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect.poll(() => page.content()).toContain("W".repeat(140));
      expect(await outsideViewport(page.locator("body")), `${path}, ${width} px`).toEqual([]);
    }
  }

  await page.goto(`/admin/questions/${poll?.id}/show`);
  await page.getByRole("button", { name: "Delete" }).click();
  expect(await outsideViewport(page.getByRole("dialog"))).toEqual([]);
  await page.goto(`/admin/questions?filter={"${LONG["a letter"]}":1}`);
  await expect(page.getByText(/can't be filtered that way/).first()).toBeVisible();
  expect(await outsideViewport(page.locator("body"))).toEqual([]);
  await page.request.post("/api/auth/login", { data });
  await page.goto("/admin/questions");
  await expect(page.getByRole("button", { name: "Account" })).toBeVisible();
  expect(await outsideViewport(page.locator("body"))).toEqual([]);
});

/** The cells, texts and controls in `part` that extend beyond the viewport. */
const outsideViewport = (part: Locator) =>
  part
    .locator("th, td, h1, h2, p, a, li, dt, dd, label, button, input, textarea")
    .evaluateAll((elements) =>
      elements
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 1 && (left < 0 || right > innerWidth + 1);
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );

const HEBREW = "מה נאכל היום?";
const LATIN = "Lunch (2)?";
const MIXED = "C++ مرحبا!";

test("each text is shown in its own direction", async ({ page }) => {
  const choices = [HEBREW, LATIN, MIXED].map((choice_text) => ({ choice_text }));
  const poll = await makePoll(page.request, { question_text: HEBREW, choices });
  const rows = page.getByRole("row").filter({ hasText: HEBREW });
  await page.goto("/admin/questions");
  await expectDirection(rows.first(), HEBREW, "right to left");

  await page.goto(`/admin/questions/${poll.id}/show`);
  await expectDirection(page.getByRole("heading", { level: 1 }), HEBREW, "right to left");
  const votes = page.getByRole("region", { name: "Votes" });
  await expectDirection(votes, HEBREW, "right to left");
  await expectDirection(votes, LATIN, "left to right");
  await expectDirection(votes, MIXED, "left to right");
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expectDirection(dialog, HEBREW, "right to left");
  await expectDirection(dialog, "The poll is deleted with everything", "left to right");

  await page.goto(`/admin/questions/${poll.id}`);
  const direction = (field: Locator) =>
    field.evaluate((element) => getComputedStyle(element).direction);
  const fields = page.getByRole("textbox", { name: /Question|Choice/ });
  await expect(fields).toHaveCount(4);
  const directions = await Promise.all((await fields.all()).map(direction));
  expect(directions).toEqual(["rtl", "rtl", "ltr", "ltr"]);
  await fields.first().fill("mine");
  await page.request.put(`/api/admin/questions/${poll.id}`, {
    data: { question_text: `${HEBREW}?` },
  });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const notice = page.getByRole("alert").filter({ hasText: "Someone else" });
  await expect(notice).toBeVisible();
  await expectDirection(notice, `${HEBREW}?`, "right to left");
});

/** Wait until `part` shows `text` in this direction. */
const expectDirection = (part: Locator, text: string, direction: string) =>
  expect.poll(() => directionOf(part, text)).toBe(direction);

/** The direction of `text`, found by the positions of its first and last character. */
const directionOf = (part: Locator, text: string) =>
  part.evaluate((element, searched) => {
    const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const start = nodes.currentNode.textContent?.indexOf(searched) ?? -1;
      if (start < 0) continue;
      const [first = 0, last = 0] = [start, start + searched.length - 1].map((at) => {
        const range = document.createRange();
        range.setStart(nodes.currentNode, at);
        range.setEnd(nodes.currentNode, at + 1);
        return range.getBoundingClientRect().left;
      });
      return last < first ? "right to left" : "left to right";
    }
    return "not there";
  }, text);

test("a list with a refused sort is reset, also for the next visit", async ({ page }) => {
  await makePoll(page.request);
  const head = page.getByRole("columnheader", { name: "Question" });
  await page.goto("/admin/questions?sort=choices&order=ASC");
  await expect(head).toBeVisible();
  await expect(page.getByText(/can't be sorted that way/).first()).toBeVisible();
  await page.goto("/admin/users");
  await page.getByRole("link", { name: "Polls" }).click();
  await expect(head).toBeVisible();
  await expect(page.getByText(/can't be/)).toHaveCount(0);
});
