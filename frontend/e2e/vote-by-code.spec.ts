/** Voters with a code: links, the field for a code, two people in one browser, and the next person. */
import { expect, type Page, test } from "@playwright/test";
import { PAGE } from "./polls";
import { closeAndCount, makeRoll, makeRollPoll, type Roll, replaceCode } from "./rolls";

const link = (roll: Roll, person: number) => `/vote#${roll.codes[person]}`;
const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const counted = (page: Page) => page.getByRole("heading", { name: "Your vote is counted" });

async function enter(page: Page, code = "") {
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function vote(page: Page, choice: string) {
  await page.getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Vote" }).click();
}

async function openFromList(page: Page, text: string) {
  await page.getByRole("link", { name: text }).click();
  await expect(title(page, text)).toBeVisible();
}

test("a link opens all polls of a roll, and each takes one vote", async ({ page, request }) => {
  const roll = await makeRoll(request);
  const polls = [
    await makeRollPoll(request, roll, { question_text: "Who chairs?" }),
    await makeRollPoll(request, roll, { question_text: "Who keeps the money?" }),
  ];
  const sent: string[] = [];
  page.on("request", (call) => sent.push(`${call.url()} ${call.headers().referer ?? ""}`));
  await page.goto(link(roll, 0));
  await expect(title(page, roll.name)).toBeVisible();
  expect(new URL(page.url()).hash).toBe("");
  expect(sent.join()).not.toContain(roll.codes[0]);

  for (const { question_text } of polls) {
    await openFromList(page, question_text);
    await vote(page, "Tea");
    await expect(counted(page)).toBeFocused();
    await page.getByRole("link", { name: "All polls of your code" }).click();
    await expect(title(page, roll.name)).toBeFocused();
  }
  await expect(page.getByText("You have voted on all polls that are open.")).toBeVisible();

  const [first] = polls;
  if (first) expect(await closeAndCount(request, first)).toEqual([1, 0, 0]);
  await page.reload();
  const closed = page.getByRole("region", { name: "Closed" });
  await closed.getByRole("link", { name: "Who chairs?" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Tea" })).toContainText("100%");
});

test("a typed code is read as people write it", async ({ page, request }) => {
  const roll = await makeRoll(request, 1);
  const poll = await makeRollPoll(request, roll);
  const [code = ""] = roll.codes;
  const wide = [...code.replaceAll("-", "")]
    .map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    .join("");
  for (const typed of [code.toUpperCase().replaceAll("-", " – "), wide, ` ${code} `]) {
    await page.goto("/vote");
    await enter(page, typed);
    await expect(page.getByRole("link", { name: poll.question_text })).toBeVisible();
    await page.getByRole("button", { name: "Done, next person" }).click();
    await expect(page.getByText("The code of the person before you is forgotten.")).toBeVisible();
  }
});

test("a link in capitals, as in a QR code, opens the polls", PAGE, async ({ page, request }) => {
  const roll = await makeRoll(request, 1);
  await page.goto(link(roll, 0).toUpperCase());
  await expect(title(page, roll.name)).toBeVisible();
  expect(new URL(page.url()).hash).toBe("");
});

test("a poll's own link asks for the code on the paper, by keyboard too", async ({
  page,
  request,
}) => {
  const roll = await makeRoll(request);
  const poll = await makeRollPoll(request, roll);
  await page.goto(`/polls/${poll.slug}`);
  // Until then the paper is inert, and takes no focus.
  await expect(page.getByRole("heading", { name: "Your code" })).toBeVisible();
  await page.getByRole("radio", { name: "Water" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("0000");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Codes never contain 0, O, 1, I or L.")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(roll.codes[0] ?? "");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Vote" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(counted(page)).toBeFocused();
  expect(await closeAndCount(request, poll)).toEqual([0, 0, 1]);
});

test("two links in two tabs of one browser never vote for each other", async ({
  context,
  request,
}) => {
  const roll = await makeRoll(request);
  const poll = await makeRollPoll(request, roll);
  const [ann, ben] = [await context.newPage(), await context.newPage()];
  await ann.goto(link(roll, 0));
  await openFromList(ann, poll.question_text);
  await ann.getByRole("radio", { name: "Tea" }).check();

  await ben.goto(link(roll, 1));
  await openFromList(ben, poll.question_text);
  await ann.getByRole("button", { name: "Vote" }).click();
  await expect(ann.getByText(/^Another code was entered in this browser/)).toBeVisible();

  await vote(ben, "Coffee");
  await expect(counted(ben)).toBeVisible();

  // Ann's tab does not adopt Ben's code, neither after a reload nor on the page of all polls.
  await ann.reload();
  await expect(ann.getByText(/^Enter your code again/)).toBeVisible();
  await ann.goto("/vote");
  await expect(ann.getByText(/^Enter your code again/)).toBeVisible();
  await enter(ann, roll.codes[0]);
  await openFromList(ann, poll.question_text);
  await vote(ann, "Tea");
  await expect(counted(ann)).toBeVisible();
  expect(await closeAndCount(request, poll)).toEqual([1, 1, 0]);
});

test("a ballot that waits is not sent once another person uses the browser", async ({
  context,
  request,
}) => {
  const roll = await makeRoll(request);
  const poll = await makeRollPoll(request, roll);
  const [ann, ben] = [await context.newPage(), await context.newPage()];
  await ann.goto(link(roll, 0));
  await openFromList(ann, poll.question_text);
  await ann.route("**/ballots", (route) => route.abort());
  await vote(ann, "Tea");
  await expect(ann.getByText(/^No answer yet/)).toBeVisible();
  await ben.goto(link(roll, 1));
  await expect(title(ben, roll.name)).toBeVisible();
  await ann.unroute("**/ballots");
  await expect(ann.getByText(/^Another code was entered in this browser/)).toBeVisible();

  await openFromList(ben, poll.question_text);
  await vote(ben, "Coffee");
  await expect(counted(ben)).toBeVisible();
  expect(await closeAndCount(request, poll)).toEqual([0, 1, 0]);
});

test("the next person on the same device finds nothing of the one before", async ({
  page,
  request,
}) => {
  const roll = await makeRoll(request);
  const poll = await makeRollPoll(request, roll);
  await page.goto(link(roll, 0));
  await openFromList(page, poll.question_text);
  await vote(page, "Tea");
  const receipt = `${await page.locator(".receipt code").textContent()}`;
  await page.getByRole("button", { name: "Done, next person" }).click();
  await expect(title(page, "Enter your code")).toBeFocused();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Your code" })).toBeVisible();
  await expect(page.getByText(receipt)).toHaveCount(0);
  await expect(page.getByRole("radio", { name: "Tea" })).not.toBeChecked();

  await enter(page, roll.codes[1]);
  await vote(page, "Coffee");
  await expect(counted(page)).toBeVisible();
  expect(await closeAndCount(request, poll)).toEqual([1, 1, 0]);
});

test("a replaced code is refused, and the new one is the same voter", async ({ page, request }) => {
  const roll = await makeRoll(request, 1);
  const poll = await makeRollPoll(request, roll);
  await page.goto(link(roll, 0));
  await openFromList(page, poll.question_text);
  const code = await replaceCode(request, roll.voters[0] ?? 0);
  await vote(page, "Tea");
  await expect(page.getByText("Enter your code to vote.")).toBeVisible();
  await enter(page, roll.codes[0]);
  await expect(page.getByText(/^This code does not open any vote/)).toBeVisible();
  await enter(page, code);
  // The name of another code starts the paper anew.
  await expect(page.getByRole("button", { name: "Vote" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Tea" })).not.toBeChecked();
  await vote(page, "Tea");
  await expect(counted(page)).toBeVisible();

  const newest = await replaceCode(request, roll.voters[0] ?? 0);
  await page.goto("/vote");
  await enter(page, newest);
  await openFromList(page, poll.question_text);
  await expect(page.getByRole("heading", { name: "You have already voted" })).toBeVisible();
  expect(await closeAndCount(request, poll)).toEqual([1, 0, 0]);
});

test("the code of another roll is told apart", async ({ page, request }) => {
  const [roll, other] = [await makeRoll(request), await makeRoll(request)];
  const poll = await makeRollPoll(request, roll);
  await page.goto(`/polls/${poll.slug}`);
  await enter(page, other.codes[0]);
  await expect(page.getByRole("alert")).toContainText("This code is for other polls");
  await page.getByRole("link", { name: "see the polls of your code" }).click();
  await expect(title(page, other.name)).toBeVisible();
});
