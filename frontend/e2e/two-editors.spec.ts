/** Two users edit the same record, and neither loses input. */
import { type APIRequestContext, type Browser, expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

const editor = async (browser: Browser, path: string) => {
  const page = await (await browser.newContext()).newPage();
  await signIn(page.request);
  await page.goto(path);
  return page;
};

/** Create a poll, open it in the dashboard and edit it without saving. */
const typeIntoPoll = async (page: Page, request: APIRequestContext) => {
  const { id } = await makePoll(request);
  await signIn(page.request);
  await page.goto(`/admin/questions/${id}`);
  await question(page).fill("Mine?");
  return id;
};

const save = (page: Page) => page.getByRole("button", { name: "Save" }).click();
const stored = async (page: Page, path: string) =>
  (await page.request.get(`/api/admin${path}`)).json();
const question = (page: Page) => page.getByLabel("Question");
const choice = (page: Page, index: number) =>
  page.getByRole("textbox", { name: "Choice" }).nth(index);
const theirs = (page: Page) => page.getByRole("alert").filter({ hasText: "Someone else" });

test("the second of two saves is refused, and saving again keeps the changes of both", async ({
  browser,
  request,
}) => {
  const { id } = await makePoll(request);
  const [first, second] = [
    await editor(browser, `/admin/questions/${id}`),
    await editor(browser, `/admin/questions/${id}`),
  ];
  await question(first).fill("What do they drink?");
  await first.getByLabel("On the list of polls").uncheck();
  await choice(first, 0).fill("Green tea");
  await question(second).fill("What do you drink?");
  await second.getByLabel("Who sees the result").click();
  await second.getByRole("option", { name: "Everyone, after the close" }).click();
  await second.getByRole("button", { name: "Add a choice" }).click();
  await choice(second, 3).fill("Milk");

  await save(first);
  await expect(first.getByText("Poll saved")).toBeVisible();
  await save(second);

  // For a field that both changed, the screen shows both values. Other changes of the first editor are in the form.
  await expect(theirs(second)).toContainText("What do they drink?");
  await expect(question(second)).toHaveValue("What do you drink?");
  await expect(second.getByLabel("On the list of polls")).not.toBeChecked();
  await expect(choice(second, 0)).toHaveValue("Green tea");
  await expect(choice(second, 3)).toHaveValue("Milk");
  expect(await stored(second, `/questions/${id}`)).toMatchObject({
    version: 2,
    question_text: "What do they drink?",
    results_visibility: "always",
  });

  await save(second);
  await expect(second.getByText("Poll saved")).toBeVisible();
  expect(await stored(second, `/questions/${id}`)).toMatchObject({
    version: 3,
    question_text: "What do you drink?",
    listed: false,
    results_visibility: "after_close",
    choices: ["Green tea", "Coffee", "Water", "Milk"].map((choice_text) => ({ choice_text })),
  });
});

test("a new order of the choices is merged, or reported as theirs if both sides reordered them", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request);
  await signIn(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await choice(page, 0).fill("Green tea");
  const reorder = (...order: number[]) =>
    request.put(`/api/admin/questions/${poll.id}`, {
      data: { choices: order.map((index) => poll.choices[index]) },
    });
  await reorder(2, 1, 0);
  await save(page);
  await expect(theirs(page)).toContainText("Their version; the form has both");
  await expect(choice(page, 0)).toHaveValue("Water");
  await expect(choice(page, 2)).toHaveValue("Green tea");

  await page.getByRole("button", { name: "Move up" }).nth(1).click();
  await reorder(1, 0, 2);
  await save(page);
  await expect(theirs(page)).toContainText("Their version; the form has both, in your order");
  await save(page);
  await expect(page.getByText("Poll saved")).toBeVisible();
  expect(await stored(page, `/questions/${poll.id}`)).toMatchObject({
    choices: ["Coffee", "Water", "Green tea"].map((choice_text) => ({ choice_text })),
  });
});

test("either value can be used, and the other one stays available", async ({ page, request }) => {
  const id = await typeIntoPoll(page, request);
  await request.put(`/api/admin/questions/${id}`, { data: { question_text: "Theirs?" } });
  await save(page);

  await page.getByRole("button", { name: "Use theirs" }).click();
  await expect(question(page)).toHaveValue("Theirs?");
  await expect(theirs(page)).toContainText("Mine?");
  await page.getByRole("button", { name: "Use mine" }).click();
  await expect(question(page)).toHaveValue("Mine?");
  await page.getByRole("button", { name: "Discard my changes" }).click();

  await expect(question(page)).toHaveValue("Theirs?");
  await expect(theirs(page)).toHaveCount(0);
});

test("a newer record that arrives during editing overwrites no input", async ({
  page,
  request,
}) => {
  const { id } = await makePoll(request);
  await signIn(page.request);
  await page.goto(`/admin/questions/${id}/show`);
  await expect(page.getByRole("link", { name: "Edit" })).toBeVisible();
  // The form opens with the cached record; the response with the newer one is delayed.
  let deliver = () => {};
  const typed = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  await page.route(`**/api/admin/questions/${id}`, async (route) => {
    await typed;
    await route.continue();
  });
  await request.put(`/api/admin/questions/${id}`, { data: { closes_at: "2031-05-06T12:00:00Z" } });
  await page.getByRole("link", { name: "Edit" }).click();
  await question(page).fill("Mine?");
  deliver();

  await expect(theirs(page)).toContainText("2031");
  await expect(question(page)).toHaveValue("Mine?");
  await page.unroute(`**/api/admin/questions/${id}`);
  await save(page);
  await expect(page.getByText("Poll saved")).toBeVisible();
  expect(await stored(page, `/questions/${id}`)).toMatchObject({
    question_text: "Mine?",
    closes_at: "2031-05-06T12:00:00Z",
  });
});

test("edits of fields that the first ballot has fixed are still shown", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request);
  await signIn(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await question(page).fill("Something else?");
  await page.getByLabel("On the list of polls").uncheck();
  const data = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await request.post(`/api/polls/${poll.slug}/ballots`, { data });
  await save(page);

  await expect(page.getByText("1 ballot cast")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "Something else?" })).toBeVisible();
  await save(page);
  await expect(page.getByText("Poll saved")).toBeVisible();
  expect(await stored(page, `/questions/${poll.id}`)).toMatchObject({
    question_text: poll.question_text,
    listed: false,
  });
});

test("saving a poll that someone else has deleted says so and keeps the input", async ({
  page,
  request,
}) => {
  const id = await typeIntoPoll(page, request);
  await request.delete(`/api/admin/questions/${id}`);
  await save(page);

  await expect(page.getByRole("alert")).toContainText("Someone else has deleted this");
  await expect(question(page)).toHaveValue("Mine?");

  page.on("dialog", (dialog) => dialog.accept());
  await page.goto(`/admin/questions/${id}/show`);
  await expect(page.getByRole("alert")).toContainText("Poll not found");
  await page.getByRole("link", { name: "All polls" }).click();
  await expect(page.getByRole("heading", { name: "Polls" })).toBeVisible();
});

test("a save that does not reach the server is not treated as saved", async ({ page, request }) => {
  const id = await typeIntoPoll(page, request);
  await page.route(`**/api/admin/questions/${id}`, (route) => route.abort());

  await save(page);

  await expect(page.getByRole("alert")).toContainText("The server can't be reached");
  const asked = page.waitForEvent("dialog");
  await Promise.all([
    asked.then((dialog) => dialog.dismiss()),
    page.getByRole("link", { name: "Users" }).click(),
  ]);
  await expect(question(page)).toHaveValue("Mine?");
});

test("a stale delete is refused, and the form shows the current record", async ({
  page,
  request,
}) => {
  await signIn(request);
  const user = {
    username: `user-${crypto.randomUUID()}`,
    password: "correct horse",
    role: "editor",
  };
  const { id } = await (await request.post("/api/admin/users", { data: user })).json();
  await signIn(page.request);
  await page.goto(`/admin/users/${id}`);
  await expect(page.getByLabel("Username")).toHaveValue(user.username);
  await request.put(`/api/admin/users/${id}`, { data: { role: "viewer" } });
  const remove = async () => {
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  };

  await remove();

  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByLabel("Role")).toContainText("Viewer");
  await remove();
  await expect(page.getByText("User deleted")).toBeVisible();
});
