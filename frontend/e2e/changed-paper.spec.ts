/** Polls that are edited or deleted while voters have them open. A vote counts only for the paper the voter saw. */
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import { makePoll, signIn } from "./polls";

const QUESTIONS = "/api/admin/questions";

async function open(page: Page, slug: string) {
  await page.goto(`/polls/${slug}`);
  await expect(page.getByRole("button", { name: "Vote" })).toBeVisible();
}

async function tick(page: Page, ...names: string[]) {
  for (const name of names) await page.getByLabel(name, { exact: true }).check();
}
const vote = (page: Page) => page.getByRole("button", { name: "Vote" }).click();
const refused = (page: Page) =>
  expect(page.getByRole("heading", { name: "Your vote was not counted" })).toBeFocused();
const counted = (page: Page) =>
  expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
const changes = (page: Page) => page.getByRole("listitem");

async function edit(request: APIRequestContext, id: number, data: object) {
  await signIn(request);
  expect((await request.put(`${QUESTIONS}/${id}`, { data })).status()).toBe(200);
}

const votesOn = async (request: APIRequestContext, id: number) => {
  const { ballots, choices } = await (await request.get(`${QUESTIONS}/${id}`)).json();
  return { ballots, votes: choices.map(({ votes }: { votes: number }) => votes) };
};

test("a question turned round is shown with what it was, and counts as it is read then", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request, { question_text: "Are you against the new timetable?" });
  await open(page, poll.slug);
  await tick(page, "Tea");
  await edit(request, poll.id, { question_text: "Are you for the new timetable?" });
  await vote(page);

  await refused(page);
  await expect(changes(page)).toHaveText([
    "The question was “Are you against the new timetable?”. It is now “Are you for the new timetable?”.",
  ]);
  await expect(page.getByLabel("Tea")).not.toBeChecked();
  expect(await votesOn(request, poll.id)).toEqual({ ballots: 0, votes: [0, 0, 0] });

  await tick(page, "Coffee");
  await vote(page);
  await counted(page);
  expect(await votesOn(request, poll.id)).toEqual({ ballots: 1, votes: [0, 1, 0] });
});

test("choices swapped under their ids lose their ticks, and the others keep theirs", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request, { voting: "multiple" });
  await open(page, poll.slug);
  await tick(page, "Tea", "Water");
  const [tea, coffee, water] = poll.choices;
  const choices = [
    { id: tea?.id, choice_text: "Coffee" },
    { id: coffee?.id, choice_text: "Tea" },
    { id: water?.id, choice_text: "Water" },
  ];
  await edit(request, poll.id, { choices });
  await vote(page);

  await refused(page);
  await expect(changes(page)).toHaveText([
    "“Coffee” was moved or entered again.",
    "“Tea” was moved or entered again.",
  ]);
  await expect(page.getByLabel("Tea")).not.toBeChecked();
  await expect(page.getByLabel("Coffee")).not.toBeChecked();
  await expect(page.getByLabel("Water")).toBeChecked();
  await tick(page, "Tea");
  await vote(page);
  await counted(page);
  expect(await votesOn(request, poll.id)).toEqual({ ballots: 1, votes: [0, 1, 1] });
});

test("a limit lowered under the page never stands beside more ticks", async ({ page, request }) => {
  const poll = await makePoll(request, { voting: "multiple", max_choices: 2 });
  await open(page, poll.slug);
  await tick(page, "Tea", "Water");
  await expect(page.getByText("2 of 2 chosen")).toBeVisible();
  await edit(request, poll.id, { max_choices: 1 });
  await vote(page);

  await refused(page);
  await expect(changes(page)).toHaveText([
    "The rule was “Choose up to 2.” It is now “Choose one.”",
  ]);
  await expect(page.getByText("0 of 1 chosen")).toBeVisible();
  await expect(page.getByText("Choose at most")).toHaveCount(0);
  await tick(page, "Water");
  await vote(page);
  await counted(page);
});

test("a reordered poll with another close takes the vote", async ({ page, request }) => {
  const poll = await makePoll(request);
  await open(page, poll.slug);
  await tick(page, "Tea");
  const choices = poll.choices.toReversed().map(({ id, choice_text }) => ({ id, choice_text }));
  const closes_at = new Date(Date.now() + 3_600_000).toISOString();
  await edit(request, poll.id, { choices, closes_at, listed: false });
  await vote(page);
  await counted(page);
  expect(await votesOn(request, poll.id)).toEqual({ ballots: 1, votes: [0, 0, 1] });
});

test("a poll that is deleted or withdrawn under the page is gone, and a wrong link is a wrong link", async ({
  page,
  request,
}) => {
  for (const vanish of ["delete", "withdraw"]) {
    const poll = await makePoll(request);
    await open(page, poll.slug);
    await tick(page, "Tea");
    const pub_date = new Date(Date.now() + 3_600_000).toISOString();
    if (vanish === "delete") await request.delete(`${QUESTIONS}/${poll.id}`);
    else await edit(request, poll.id, { pub_date });
    await vote(page);
    await expect(
      page.getByRole("heading", { name: "This poll is no longer available" }),
    ).toBeFocused();
    await expect(page.getByText("Nothing was counted.")).toBeVisible();
    await page.goto(`/polls/${poll.slug}`);
    await expect(page.getByText("The link may be mistyped")).toBeVisible();
  }
});

test("without the part that says what changed, the page still says that nothing was counted", async ({
  page,
  request,
}) => {
  const poll = await makePoll(request);
  await page.route("**/ChangedPaper-*.js", (route) => route.abort());
  await open(page, poll.slug);
  await tick(page, "Tea");
  await edit(request, poll.id, { question_text: "What shall we eat?" });
  await vote(page);

  await expect(page.getByText("Nothing was counted.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What shall we eat?");
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await page.unroute("**/ChangedPaper-*.js");
  await again.click();
  await expect(changes(page)).toHaveCount(1);
});
