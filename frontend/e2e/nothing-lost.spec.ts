/**
 * A session that ends, a server that does not respond or a connection that drops in the middle of a form loses no input.
 * adding-a-resource.spec.ts shows the same for a guessed form.
 */
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import {
  makeUser,
  revokeSessions,
  signInAs,
  signInDialog,
  signInInPlace,
  type User,
} from "./accounts";
import { makePoll } from "./polls";
import { Line } from "./server";

interface Form {
  /** Opens the form and types into it. Returns the typed text. */
  type: (page: Page, request: APIRequestContext) => Promise<string>;
  field: string;
  /** The notification after the save. */
  saved: string;
  /** The path of the records in the API, and their field that has the text. */
  stored: [path: string, field: string];
}

const poll = {
  field: "Question",
  stored: ["questions", "question_text"],
} satisfies Partial<Form>;
const user = { field: "Username", stored: ["users", "username"] } satisfies Partial<Form>;

const FORMS: Record<string, Form> = {
  "a new poll": {
    ...poll,
    saved: "Poll created",
    type: async (page) => {
      const text = `Which day? ${crypto.randomUUID()}`;
      await page.goto("/admin/questions/create");
      await page.getByLabel("Question").fill(text);
      for (const [index, choice] of ["Monday", "Tuesday"].entries())
        await page.getByRole("textbox", { name: "Choice" }).nth(index).fill(choice);
      return text;
    },
  },
  "an edited poll": {
    ...poll,
    saved: "Poll saved",
    type: async (page, request) => {
      const text = `Which week? ${crypto.randomUUID()}`;
      const { id } = await makePoll(request);
      await page.goto(`/admin/questions/${id}`);
      await page.getByLabel("Question").fill(text);
      return text;
    },
  },
  "a new user": {
    ...user,
    saved: "User created",
    type: async (page) => {
      const name = `new-${crypto.randomUUID()}`;
      await page.goto("/admin/users/create");
      await page.getByLabel("Username").fill(name);
      await page.getByLabel(/^Password/).fill("long enough");
      return name;
    },
  },
  "an edited user": {
    ...user,
    saved: "User saved",
    type: async (page, request) => {
      const name = `renamed-${crypto.randomUUID()}`;
      const { id } = await makeUser(request, "viewer");
      await page.goto(`/admin/users/${id}`);
      await page.getByLabel("Username").fill(name);
      return name;
    },
  },
};

let me: User;
test.beforeEach(async ({ page, request }) => {
  me = await makeUser(request, "admin");
  await signInAs(page.request, me);
});

const save = (page: Page) => page.getByRole("button", { name: /^(Save|Publish)$/ }).click();
const problem = (page: Page) => page.getByRole("toolbar").getByRole("alert");

async function expectSaved(page: Page, request: APIRequestContext, form: Form, text: string) {
  await expect(page.getByText(form.saved)).toBeVisible();
  const [path, field] = form.stored;
  const params = { filter: JSON.stringify({ [field]: text }) };
  const found = await (await request.get(`/api/admin/${path}`, { params })).json();
  expect(found).toHaveLength(1);
}

for (const [name, form] of Object.entries(FORMS)) {
  test(`${name} is saved after signing in again in place`, async ({ page, request }) => {
    const text = await form.type(page, request);
    await revokeSessions(request, me);
    await save(page);

    await expect(signInDialog(page).getByLabel("Username")).toHaveValue(me.username);
    await expect(page.getByLabel(form.field).first()).toHaveValue(text);
    await signInInPlace(page);

    await expectSaved(page, request, form, text);
  });

  test(`${name} is kept while the server does not respond`, async ({ page, request }) => {
    const text = await form.type(page, request);
    const message = "The database is not responding.";
    const json = { code: "unavailable", message, errors: { root: { serverError: message } } };
    await page.route("**/api/admin/**", (route) =>
      route.request().method() === "GET" ? route.continue() : route.fulfill({ status: 503, json }),
    );
    await save(page);

    await expect(problem(page)).toContainText(message);
    await expect(page.getByLabel(form.field).first()).toHaveValue(text);
    await page.unroute("**/api/admin/**");
    await problem(page).getByRole("button", { name: "Try again" }).click();

    await expectSaved(page, request, form, text);
  });
}

for (const [name, form] of Object.entries(FORMS)) {
  test(`${name} is kept until a dropped connection is back`, async ({ browser, request }, {
    project,
    parallelIndex,
  }) => {
    const { port } = project.metadata;
    const own = port + 30 + 10 * parallelIndex;
    const line = new Line(own, port);
    await line.join();
    const context = await browser.newContext({ baseURL: `http://localhost:${own}` });
    const page = await context.newPage();
    await signInAs(page.request, me);
    const text = await form.type(page, request);
    line.cut();
    await save(page);

    await expect(problem(page)).toContainText("The server can't be reached");
    await expect(page.getByLabel(form.field).first()).toHaveValue(text);
    await line.join();
    await problem(page).getByRole("button", { name: "Try again" }).click();

    await expectSaved(page, request, form, text);
    line.cut();
  });
}

test("a refetch after the end of the session asks for the password and leaves the screen", async ({
  page,
  request,
}) => {
  const { id } = await makePoll(request, { question_text: "Still here?" });
  await page.clock.install();
  await page.goto(`/admin/questions/${id}/show`);
  await expect(page.getByText("0 ballots")).toBeVisible();
  await revokeSessions(request, me);
  // The page asks for edits once a minute.
  await page.clock.fastForward(60_000);

  await signInInPlace(page);

  await expect(page.getByRole("heading", { name: "Still here?" })).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Question")).toHaveValue("Still here?");
});

test("a user who leaves instead is asked about the input first", async ({ page, request }) => {
  await FORMS["an edited poll"]?.type(page, request);
  await revokeSessions(request, me);
  await save(page);
  const asked = page.waitForEvent("dialog");
  await Promise.all([
    asked.then((dialog) => dialog.accept()),
    signInDialog(page).getByRole("link", { name: "Leave this screen" }).click(),
  ]);

  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
