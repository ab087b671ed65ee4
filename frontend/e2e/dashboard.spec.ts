import { expect, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test.beforeEach(({ page }) => signIn(page.request));

test("a save that the server refuses shows each error at its field, and keeps what was typed", async ({
  page,
}) => {
  await page.goto("/admin/questions/create");
  await page.getByLabel("Question").fill("Which day?");
  await page.getByRole("textbox", { name: "Choice" }).nth(0).fill("Friday");
  await page.getByRole("textbox", { name: "Choice" }).nth(1).fill("Friday");
  await page.getByLabel("Closes").fill("2020-01-01T12:00");

  await page.getByRole("button", { name: "Save" }).click();

  await expect(page.getByLabel("Closes")).toHaveAccessibleDescription(/closes after it opens/);
  const second = page.getByRole("textbox", { name: "Choice" }).nth(1);
  await expect(second).toHaveAccessibleDescription(/there already/);
  await expect(page.getByLabel("Question")).toHaveValue("Which day?");
  await expect(second).toHaveValue("Friday");
});

test("choices are reordered, and the voter's paper follows", async ({ page }) => {
  const poll = await makePoll(page.request);
  await page.goto(`/admin/questions/${poll.id}`);
  await page.getByRole("button", { name: "Move up" }).nth(2).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Poll saved")).toBeVisible();

  await page.goto(`/polls/${poll.slug}`);

  await expect(page.getByRole("radio")).toHaveCount(3);
  const labels = await page
    .getByRole("radio")
    .evaluateAll((radios) =>
      radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.textContent),
    );
  expect(labels).toEqual(["Tea", "Water", "Coffee"]);
});

test("a poll that people have voted on shows what is fixed, and its terms can be saved", async ({
  page,
}) => {
  const poll = await makePoll(page.request);
  const ballot = { choices: [poll.choices[0]?.id], receipt: crypto.randomUUID() };
  await page.request.post(`/api/polls/${poll.slug}/ballots`, { data: ballot });
  await page.goto(`/admin/questions/${poll.id}`);
  await expect(page.getByRole("alert")).toContainText("1 ballot cast");
  await expect(page.getByLabel("Question")).toHaveCount(0);

  await page.getByLabel("On the list of polls").uncheck();
  await page.getByRole("button", { name: "Save" }).click();

  await expect(page.getByText("Poll saved")).toBeVisible();
  const stored = await page.request.get(`/api/admin/questions/${poll.id}`);
  expect(await stored.json()).toMatchObject({
    listed: false,
    ballots: 1,
    choices: [{ votes: 1 }, {}, {}],
  });
});

test("deleting says what it will destroy, and asks", async ({ page }) => {
  const poll = await makePoll(page.request, { question_text: "Shall this one go?" });
  await page.goto(`/admin/questions/${poll.id}/show`);
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(
    "“Shall this one go?” and its 0 ballots will be gone for good.",
  );

  await dialog.getByRole("button", { name: "Delete" }).click();

  await expect(page.getByRole("heading", { name: "Polls" })).toBeVisible();
  expect((await page.request.get(`/api/polls/${poll.slug}`)).status()).toBe(404);
});

test("a viewer reads polls, and is offered nothing to change them", async ({ page }) => {
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
