/** The form of a poll in the dashboard. */
import { expect, type Page, test } from "@playwright/test";
import { nextFrame } from "./nextFrame";
import { makePoll, signIn } from "./polls";

test.use({ timezoneId: "Europe/Berlin" });
test.beforeEach(({ page }) => signIn(page.request));

const question = (page: Page) => page.getByRole("textbox", { name: "Question" });
const choices = (page: Page) => page.getByRole("textbox", { name: /^Choice \d/ });
const texts = (page: Page) =>
  choices(page).evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const stored = async (page: Page, id: number) =>
  (await page.request.get(`/api/admin/questions/${id}`)).json();

/** Type the question and two choices of a new poll. */
async function fillIn(page: Page, text: string) {
  await page.goto("/admin/questions/create");
  await question(page).fill(text);
  await choices(page).nth(0).fill("Tea");
  await choices(page).nth(1).fill("Coffee");
}

test("the form has four sections", async ({ page }) => {
  await page.goto("/admin/questions/create");
  for (const name of ["What is asked", "When", "Who sees what", "Who votes"])
    await expect(page.getByRole("region", { name })).toBeVisible();
});

test("choices are reordered by dragging, by keys, and by buttons", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(choices(page)).toHaveCount(3);
  const handle = (number: number) =>
    page.getByRole("button", { name: `Reorder choice ${number}`, exact: true });

  const [from, to] = [await handle(1).boundingBox(), await handle(3).boundingBox()];
  if (!from || !to) throw new Error("There is no handle.");
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 8, to.y + 12, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => texts(page)).toEqual(["Coffee", "Water", "Tea"]);

  await handle(3).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("Choice 3 of 3 is lifted.")).toBeAttached();
  // dnd-kit measures the rows, and listens to the arrow keys, only after the frame in which it lifts.
  await nextFrame(page);
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("Choice 3 is at place 2 of 3.")).toBeAttached();
  await page.keyboard.press("Space");
  await expect.poll(() => texts(page)).toEqual(["Coffee", "Tea", "Water"]);

  await press(page, "Move up choice 2");
  await expect.poll(() => texts(page)).toEqual(["Tea", "Coffee", "Water"]);
  await press(page, "Move down choice 1");
  await press(page, "Save");
  await expect(page.getByText("Poll saved")).toBeVisible();
  expect(await stored(page, poll.id)).toMatchObject({
    choices: ["Coffee", "Tea", "Water"].map((choice_text) => ({ choice_text })),
  });
});

test("choices are dragged by touch", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL,
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  const box = async (number: number) => {
    const handle = page.getByRole("button", { name: `Reorder choice ${number}`, exact: true });
    await handle.scrollIntoViewIfNeeded();
    return (await handle.boundingBox()) ?? { x: 0, y: 0 };
  };
  const [from, to] = [await box(1), await box(2)];
  const touch = await context.newCDPSession(page);
  const send = (
    type: "touchStart" | "touchMove" | "touchEnd",
    points: { x: number; y: number }[],
  ) => touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const x = from.x + 8;
  await send("touchStart", [{ x, y: from.y + 8 }]);
  for (let step = 1; step <= 10; step += 1)
    await send("touchMove", [{ x, y: from.y + 8 + ((to.y - from.y + 8) * step) / 10 }]);
  await send("touchEnd", []);
  await expect.poll(() => texts(page)).toEqual(["Coffee", "Tea", "Water"]);
  await context.close();
});

test("a pasted list becomes choices, and Enter adds the next one", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/admin/questions/create");
  await question(page).fill("What shall we drink?");
  await page.evaluate(() => navigator.clipboard.writeText("Tea\n\nCoffee\r\nWater\nTea\n"));
  await choices(page).nth(0).focus();
  await page.keyboard.press("Control+V");
  await expect.poll(() => texts(page)).toEqual(["Tea", "Coffee", "Water", "Tea"]);
  await expect(choices(page).nth(3)).toHaveAccessibleDescription("The same as choice 1.");
  await expect(page.getByText("4 of at most 100.")).toBeVisible();

  await choices(page).nth(3).fill("Milk");
  await page.keyboard.press("Enter");
  await expect(choices(page).nth(4)).toBeFocused();
  await page.keyboard.type("Juice");
  await page.keyboard.press("Enter");
  await press(page, "Publish");
  await expect(page.getByRole("heading", { name: "What shall we drink?" })).toBeVisible();
  for (const text of ["Tea", "Coffee", "Water", "Milk", "Juice"])
    await expect(page.getByRole("row", { name: text })).toBeVisible();
});

test("a hundred choices can be edited, and no more", async ({ page }) => {
  const list = Array.from({ length: 100 }, (_, index) => ({ choice_text: `Number ${index}` }));
  const poll = await makePoll(page.request, { choices: list });
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(choices(page)).toHaveCount(100);
  await expect(page.getByText("A poll has 100 choices at most.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a choice" })).toBeDisabled();
  await press(page, "Remove choice 50");
  await expect(choices(page)).toHaveCount(99);
  await press(page, "Save");
  await expect(page.getByText("Poll saved")).toBeVisible();
});

test("times are in the named zone; a skipped one is refused, and one that comes twice is asked", async ({
  page,
}) => {
  await fillIn(page, "When do we meet?");
  const closes = page.getByLabel("Closes");
  await expect(closes).toHaveAccessibleDescription(/Time zone: Europe\/Berlin\./);

  await closes.fill("2031-03-30T02:30");
  await press(page, "Publish");
  await expect(closes).toHaveAccessibleDescription(/skip this time on that day/);
  await expect(closes).toBeFocused();

  await closes.fill("2031-10-26T02:30");
  await press(page, "Publish");
  await expect(closes).toHaveAccessibleDescription(/show this time twice/);
  await page.getByRole("radio", { name: "The second one (UTC+01:00)" }).check();
  await press(page, "Publish");
  await expect(page.getByRole("heading", { name: "When do we meet?" })).toBeVisible();
  const id = Number(/questions\/(\d+)\/show/.exec(page.url())?.[1]);
  expect(await stored(page, id)).toMatchObject({ closes_at: "2031-10-26T01:30:00Z" });

  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Closes")).toHaveValue("2031-10-26T02:30");
  await expect(page.getByRole("radio", { name: "The second one (UTC+01:00)" })).toBeChecked();
});

test("a draft is hidden from voters until it is published", async ({ page }) => {
  await fillIn(page, "Which day?");
  await press(page, "Save as draft");
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  const id = Number(/questions\/(\d+)\/show/.exec(page.url())?.[1]);
  const { slug } = await stored(page, id);
  expect((await page.request.get(`/api/polls/${slug}`)).status()).toBe(404);

  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByText(/^This is a draft/)).toBeVisible();
  await press(page, "Publish");
  await expect(page.getByText("Open", { exact: true })).toBeVisible();
  expect((await page.request.get(`/api/polls/${slug}`)).status()).toBe(200);
});

test("a save can go on with the same poll, or with another one", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await question(page).fill("What now?");
  await press(page, "More options");
  await page.getByRole("menuitem", { name: "Save and continue editing" }).click();
  await expect(page.getByText("Poll saved")).toBeVisible();
  await expect(page).toHaveURL(/questions\/\d+$/);

  await question(page).fill("What then?");
  await press(page, "More options");
  await page.getByRole("menuitem", { name: "Save and add another" }).click();
  await expect(page).toHaveURL(/questions\/create$/);
  await expect(question(page)).toBeFocused();
  await expect(question(page)).toHaveValue("");
  expect(await stored(page, poll.id)).toMatchObject({ question_text: "What then?", version: 3 });
});

test("Ctrl+S saves", async ({ page }) => {
  const poll = await makePoll(page.request, { closes_at: "2031-05-06T12:00:00Z" });
  await page.goto(`/admin/questions/${poll.id}`);
  // A time that was cleared by the keyboard a moment ago is part of the save.
  await page.getByLabel("Closes").fill("");
  // The button is enabled in the next frame. No hand is faster.
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
  await page.keyboard.press("Control+S");
  await expect(page.getByText("Poll saved")).toBeVisible();
  expect(await stored(page, poll.id)).toMatchObject({ closes_at: null });
});

test("leaving a form with unsaved changes asks, after a save that went on as well", async ({
  page,
}) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  const leave = async () => {
    const asked = page.waitForEvent("dialog");
    await Promise.all([
      asked.then((dialog) => dialog.dismiss()),
      page.getByRole("link", { name: "Users" }).click(),
    ]);
  };
  await question(page).fill("Mine?");
  await leave();
  await press(page, "More options");
  await page.getByRole("menuitem", { name: "Save and continue editing" }).click();
  await expect(page.getByText("Poll saved")).toBeVisible();
  await question(page).fill("Mine again?");
  await leave();
  await expect(question(page)).toHaveValue("Mine again?");
});

test("a poll is duplicated without its votes, link and past times", async ({ page }) => {
  const poll = await makePoll(page.request, {
    question_text: `Lunch? ${crypto.randomUUID()}`,
    voter_check: "none",
  });
  const data = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await page.request.post(`/api/polls/${poll.slug}/ballots`, { data });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(question(page)).toHaveValue(poll.question_text);
  await expect(page.getByLabel("Opens")).toHaveValue("");
  await press(page, "Publish");
  await expect(page.getByText("0 ballots")).toBeVisible();
  const id = Number(/questions\/(\d+)\/show/.exec(page.url())?.[1]);
  const copy = await stored(page, id);
  expect(copy).toMatchObject({ question_text: poll.question_text, voter_check: "none" });
  expect(copy.slug).not.toBe(poll.slug);
});
