/** The history in the dashboard: what was changed, and restoring it. */
import { expect, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

test("an edit is in the history of the poll, and its earlier state can be restored", async ({
  page,
  request,
}) => {
  const { id } = await makePoll(request);
  const edit = { question_text: "What shall we eat?", listed: false };
  expect((await request.put(`/api/admin/questions/${id}`, { data: edit })).ok()).toBe(true);
  await signIn(page.request);
  await page.goto(`/admin/questions/${id}/show`);

  await page.getByRole("button", { name: "History" }).click();
  const entry = page.getByRole("listitem").filter({ hasText: "Edited by" });
  await expect(entry.getByRole("deletion").first()).toHaveText("drink?");
  await expect(entry.getByRole("insertion").first()).toHaveText("eat?");
  await entry.getByRole("button", { name: "Restore the state before" }).click();
  const dialog = page.getByRole("dialog", { name: "Restore this state?" });
  await expect(dialog.getByRole("insertion").first()).toHaveText("drink?");
  await dialog.getByRole("button", { name: "Restore" }).click();

  await expect(page.getByRole("heading", { name: "What shall we drink?" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Restored by" })).toBeVisible();
  expect(await (await request.get(`/api/admin/questions/${id}`)).json()).toMatchObject({
    question_text: "What shall we drink?",
    listed: true,
    version: 3,
  });
});

test("a deleted poll is restored from the list of deleted records", async ({ page, request }) => {
  const poll = await makePoll(request, { question_text: "Which tree shall we plant?" });
  await request.delete(`/api/admin/questions/${poll.id}`);
  await signIn(page.request);
  await page.goto("/admin/changes");
  await page.getByRole("link", { name: "Recently deleted" }).click();

  const row = page.getByRole("row", { name: /Which tree shall we plant/ });
  await row.getByRole("button", { name: "Restore" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("with a new link, without its votes");
  await dialog.getByRole("button", { name: "Restore" }).click();

  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
  const filter = encodeURIComponent(JSON.stringify({ question_text: poll.question_text }));
  const [restored] = await (await request.get(`/api/admin/questions?filter=${filter}`)).json();
  expect(restored.slug).not.toBe(poll.slug);
  expect(restored).toMatchObject({
    ballots: 0,
    choices: poll.choices.map(({ choice_text }) => ({ choice_text, votes: 0 })),
  });
});
