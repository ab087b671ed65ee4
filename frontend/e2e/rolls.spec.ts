/** A roll in the dashboard: its people, a code, and a vote with it. */
import { expect, test } from "@playwright/test";
import { send, signIn } from "./polls";

const FILE = ["name,number,email", "Ann,1,ann@example.org", "Bob,2,bob", "Cem,3,"].join("\n");

test("people are imported into a roll, and one votes with a code while the urn is shut", async ({
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
  await expect(importing.getByRole("button", { name: "Import 3 records" })).toBeDisabled();
  await importing.getByRole("button", { name: "Back" }).click();
  await paste(FILE.replace(",bob\n", ",bob@example.org\n"));
  await importing.getByRole("button", { name: "Import 3 records" }).click();
  await expect(importing).toContainText("3 records were imported.");
  await importing.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("3 people may vote")).toBeVisible();
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
  await expect(page.getByText("0 of 3 people voted")).toBeVisible();
  const poll = page.url();

  await page.getByRole("link", { name }).click();
  await page.getByRole("link", { name: "Ann" }).click();
  await page.getByRole("button", { name: "Replace code…" }).click();
  await page.getByRole("button", { name: "Replace code", exact: true }).click();
  const shown = page.getByRole("dialog", { name: "The new code" });
  const code = await shown.getByRole("textbox", { name: "Code" }).inputValue();
  await shown.getByRole("button", { name: "Close" }).click();

  await page.goto(poll);
  await expect(page.getByText("0 of 3 people voted")).toBeVisible();
  const ann = await playwright.request.newContext({ baseURL });
  const { voter, polls } = await send<{ voter: string; polls: { slug: string }[] }>(
    ann,
    "/api/vote",
    { code: code.toUpperCase().replaceAll("-", " ") },
  );
  const slug = polls[0]?.slug;
  const paper = await (await ann.get(`/api/polls/${slug}`)).json();
  const choices = [paper.choices[0].id];
  await send(ann, `/api/polls/${slug}/ballots`, { choices, voter, receipt: crypto.randomUUID() });
  await ann.dispose();

  await expect(page.getByText("1 of 3 people voted")).toBeVisible();
  await expect(
    page.getByRole("heading", { name: "The urn is shut until the close" }),
  ).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Look at the result/ })).toHaveCount(0);
});
