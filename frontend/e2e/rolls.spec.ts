/** A roll in the dashboard: its people, a code, and a vote with it. */
import { expect, type Page, test } from "@playwright/test";
import { linkIn, mailTo } from "./mail";
import { send, signIn } from "./polls";
import { closeAndCount, makeRoll, makeRollPoll } from "./rolls";

const SHEET = "Print sheet";

// 300 people, two of whom have an address. The address in the third line is faulty.
const FILE = [
  "name,number,email",
  "Ann,1,ann@example.org",
  "Bob,2,bob",
  ...Array.from({ length: 297 }, (_, index) => `Member ${index + 3},${index + 3},`),
  "سارة بنت عبد الرحمن,300,",
].join("\n");

/** Print the page, and count the sheets of paper. */
async function countPages(page: Page) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length;
}

test("300 people are imported, get their cards, and one votes while the urn is shut", async ({
  page,
  playwright,
  baseURL,
}) => {
  const name = `Members ${crypto.randomUUID()}`;
  await signIn(page.request);
  await page.goto("/admin/rolls/create");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Nobody is on this roll yet")).toBeVisible();

  await page.getByRole("button", { name: "Import" }).click();
  const importing = page.getByRole("dialog", { name: "Import people" });
  const paste = async (text: string) => {
    await importing.getByRole("textbox", { name: "Or paste cells" }).fill(text);
    await importing.getByRole("button", { name: "Continue" }).click();
  };
  await paste(FILE);
  const faults = importing.getByRole("table", { name: "What to correct" });
  await expect(
    faults.getByRole("row", { name: /^3 E-mail address This is not an e-mail address/ }),
  ).toBeVisible();
  await expect(importing.getByRole("button", { name: "Import 300 records" })).toBeDisabled();
  await importing.getByRole("button", { name: "Back" }).click();
  await paste(FILE.replace(",bob\n", ",bob@example.org\n"));
  await importing.getByRole("button", { name: "Import 300 records" }).click();
  await expect(importing).toContainText("300 records were imported.");
  await importing.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("300 people may vote")).toBeVisible();
  await expect(page.getByRole("row", { name: /Bob 2 bob@example.org New/ })).toBeVisible();

  await page.getByRole("link", { name: "New poll for this roll" }).click();
  await page.getByRole("textbox", { name: "Question" }).fill("Who shall chair?");
  await page.getByRole("textbox", { name: "Choice 1" }).fill("Ann");
  await page.getByRole("textbox", { name: "Choice 2" }).fill("Bob");
  await expect(page.getByRole("combobox", { name: "Roll" })).toHaveValue(name);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(
    page.getByRole("heading", { name: "The urn is shut until the close" }),
  ).toBeVisible();
  await expect(page.getByText("0 of 300 people voted")).toBeVisible();
  const poll = page.url();

  await page.getByRole("link", { name }).click();
  await page.getByRole("link", { name: SHEET }).click();
  await expect(page.getByText("298 people without an e-mail address get a card")).toBeVisible();
  const cards = page.getByRole("list", { name: SHEET }).getByRole("listitem");
  await expect(cards).toHaveCount(298);
  expect(await countPages(page)).toBe(30);
  const member = cards.filter({ hasText: "Member 3Number 3" });
  const code = `${await member.textContent()}`.slice(-"xxxx-xxxx-xxxx".length);

  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "العربية" }).click();
  const arabic = cards.filter({ hasText: "Member 3الرقم 3" });
  await expect(arabic).toHaveText(new RegExp(`${code}$`));
  // The texts begin next to the QR code, which is on the right.
  const picture = await arabic.getByRole("presentation").boundingBox();
  for (const text of [name, code, "localhost"]) {
    const box = await arabic.getByText(text).last().boundingBox();
    expect((picture?.x ?? 0) - ((box?.x ?? 0) + (box?.width ?? 0))).toBeCloseTo(7.6, 0);
  }
  expect(await countPages(page)).toBe(30);

  await page.goto(poll);
  await expect(page.getByText("0 of 300 people voted")).toBeVisible();
  const member3 = await playwright.request.newContext({ baseURL });
  const { voter, polls } = await send<{ voter: string; polls: { slug: string }[] }>(
    member3,
    "/api/vote",
    { code: code.toUpperCase().replaceAll("-", " ") },
  );
  const slug = polls[0]?.slug;
  const paper = await (await member3.get(`/api/polls/${slug}`)).json();
  const choices = [paper.choices[0].id];
  await send(member3, `/api/polls/${slug}/ballots`, {
    choices,
    voter,
    receipt: crypto.randomUUID(),
  });
  await member3.dispose();

  await expect(page.getByText("1 of 300 people voted")).toBeVisible();
  await expect(
    page.getByRole("heading", { name: "The urn is shut until the close" }),
  ).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Look at the result/ })).toHaveCount(0);
});

test("invitations, reminders and new codes go out by mail, and reminders to nobody who has voted", async ({
  page,
  browser,
}) => {
  const ann = `ann-${crypto.randomUUID()}@example.org`;
  const bob = ann.replace("ann", "bob");
  const roll = await makeRoll(page.request, 1);
  for (const email of [ann, bob])
    await send(page.request, "/api/admin/voters", { roll_id: roll.id, email });
  const poll = await makeRollPoll(page.request, roll);
  const write = async (button: string) => {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  const voteWith = async (link: string) => {
    const voter = await browser.newPage();
    await voter.goto(link);
    await voter.getByRole("link", { name: poll.question_text }).click();
    await voter.getByRole("radio", { name: "Tea" }).check();
    await voter.getByRole("button", { name: "Vote" }).click();
    await expect(voter.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
    await voter.close();
  };
  await page.goto(`/admin/rolls/${roll.id}/show`);
  await write("Invite…");
  const mailings = page.getByRole("list", { name: "Mail" }).getByRole("listitem");
  await expect(mailings).toContainText(["2 of 2 handled"]);
  await expect(page.getByRole("row", { name: /ann.* Sent$/ })).toBeVisible();
  await voteWith(linkIn(mailTo(ann)[0]));

  await write("Remind…");
  await expect(mailings).toContainText([/^Reminder.*2 of 2 handled/, /^Invitation/]);
  expect(mailTo(bob)).toHaveLength(2);
  expect(mailTo(ann)).toHaveLength(1);

  await page.getByRole("link", { name: bob }).click();
  await page.getByRole("button", { name: "Replace code…" }).click();
  await page.getByRole("button", { name: "Replace code", exact: true }).click();
  await write("Send by mail…");
  await expect.poll(() => mailTo(bob).length).toBe(3);
  const links = mailTo(bob).map(linkIn);
  const old = links.find((link, index) => links.indexOf(link) !== index) ?? "";
  const lost = await browser.newPage();
  await lost.goto(old);
  await expect(lost.getByText(/^This code does not open any vote/)).toBeVisible();
  await voteWith(links.find((link) => link !== old) ?? "");
  expect(await closeAndCount(page.request, poll)).toEqual([2, 0, 0]);
});
