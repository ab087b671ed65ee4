/** Accounts: the own password and sessions, deactivation, and what each role is shown. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { makeUser, type Role, signInAs, USER_PASSWORD, type User } from "./accounts";
import { makePoll } from "./polls";

/** A page in a browser of its own, signed in as the user. */
async function signedIn(browser: Browser, user: User) {
  const page = await (await browser.newContext()).newPage();
  await signInAs(page.request, user);
  return page;
}

const sessions = (page: Page) => page.getByRole("region", { name: "Where you are signed in" });

test("a user changes the own password, which signs out all other browsers", async ({
  browser,
  request,
}) => {
  const user = await makeUser(request, "viewer");
  const [page, other] = [await signedIn(browser, user), await signedIn(browser, user)];
  await page.goto("/admin");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();

  await page.getByLabel("Current password").fill("wrong horse");
  await page.getByLabel("New password").fill("even longer horse");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(
    "This is not your current password.",
  );
  await page.getByLabel("Current password").fill(USER_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();

  await expect(page.getByText("Password changed")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");
  expect((await other.request.get("/api/auth/me")).status()).toBe(401);
  expect((await page.request.get("/api/auth/me")).status()).toBe(200);
  await signInAs(other.request, user, "even longer horse");
});

test("a user sees where the account is signed in, and signs out there", async ({
  browser,
  request,
}) => {
  const user = await makeUser(request, "editor");
  const page = await signedIn(browser, user);
  const others = [await signedIn(browser, user), await signedIn(browser, user)];
  await page.goto("/admin/account");
  await expect(sessions(page).getByRole("listitem")).toHaveCount(3);
  await expect(sessions(page).getByText("This browser")).toHaveCount(1);
  const statuses = () =>
    Promise.all(
      others.map(async ({ request }) => (await request.get("/api/auth/me")).status()),
    ).then((found) => found.sort());

  await sessions(page)
    .getByRole("button", { name: /^Sign out Chrome/ })
    .first()
    .click();
  await expect(sessions(page).getByRole("listitem")).toHaveCount(2);
  expect(await statuses()).toEqual([200, 401]);
  await sessions(page).getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(sessions(page).getByRole("listitem")).toHaveCount(1);
  expect(await statuses()).toEqual([401, 401]);
});

test("an admin deactivates a user, who is signed out and can't sign in", async ({
  browser,
  request,
}) => {
  const [admin, user] = [await makeUser(request, "admin"), await makeUser(request, "editor")];
  const [page, theirs] = [await signedIn(browser, admin), await signedIn(browser, user)];
  await page.goto(`/admin/users/${user.id}`);
  await page.getByLabel("May sign in").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("User saved")).toBeVisible();

  await page.goto(`/admin/users?filter={"q":"${user.username}"}`);
  const row = page.getByRole("row").filter({ hasText: user.username });
  await expect(row).toContainText("Deactivated");
  await expect(row).not.toContainText("Never");
  await theirs.goto("/admin");
  await theirs.getByLabel("Username").fill(user.username);
  await theirs.getByLabel("Password").fill(USER_PASSWORD);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await expect(theirs.getByRole("alert")).toHaveText("That username and password don't match.");
});

test("an admin sees the sessions of a user and ends them", async ({ browser, request }) => {
  const [admin, user] = [await makeUser(request, "admin"), await makeUser(request, "viewer")];
  const [page, theirs] = [await signedIn(browser, admin), await signedIn(browser, user)];
  await signedIn(browser, user);
  await page.goto(`/admin/users/${user.id}`);
  const list = page.getByRole("region", { name: "Signed in" });
  await expect(list.getByRole("listitem")).toHaveCount(2);

  await list
    .getByRole("button", { name: /^Sign out Chrome/ })
    .first()
    .click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await signedIn(browser, user);
  await page.reload();
  await list.getByRole("button", { name: "Sign out everywhere" }).click();

  await expect(list).toContainText("This user is signed in nowhere.");
  expect((await theirs.request.get("/api/auth/me")).status()).toBe(401);
});

test("an admin can't lock the own account out", async ({ browser, request }) => {
  const admin = await makeUser(request, "admin");
  const page = await signedIn(browser, admin);
  await page.goto(`/admin/users/${admin.id}`);
  await expect(page.getByLabel("Username")).toHaveValue(admin.username);

  await expect(page.getByText("This is your own account.")).toBeVisible();
  await expect(page.getByLabel("May sign in")).toHaveCount(0);
  await expect(page.getByLabel(/password/i)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await page.getByRole("link", { name: "Change your password" }).click();
  await expect(page.getByLabel("Current password")).toBeVisible();
});

/** The links and buttons that each role is shown, by name, on each screen. */
const SHOWN: Record<Role, { menu: string[]; list: string[]; poll: string[] }> = {
  viewer: { menu: ["Polls"], list: [], poll: [] },
  editor: { menu: ["Polls"], list: ["New poll"], poll: ["Edit", "Delete"] },
  admin: { menu: ["Polls", "Users"], list: ["New poll"], poll: ["Edit", "Delete"] },
};

for (const [role, shown] of Object.entries(SHOWN)) {
  test(`a role is shown what it can do, and nothing else: ${role}`, async ({
    browser,
    request,
  }) => {
    const { id } = await makePoll(request);
    const page = await signedIn(browser, await makeUser(request, role as Role));
    const expectShown = async (names: string[], all: string[]) => {
      for (const name of all) {
        const control = page
          .getByRole("button", { name, exact: true })
          .or(page.getByRole("link", { name, exact: true }));
        await expect(control).toHaveCount(names.includes(name) ? 1 : 0);
      }
    };
    await page.goto("/admin/questions");
    await expect(page.getByRole("columnheader", { name: "Question" })).toBeVisible();
    await expectShown(shown.menu, ["Polls", "Users"]);
    await expectShown(shown.list, ["New poll"]);
    await expect(page.getByRole("checkbox")).toHaveCount(
      role === "viewer" ? 0 : await page.getByRole("row").count(),
    );
    await page.goto(`/admin/questions/${id}/show`);
    await expect(page.getByText("0 ballots")).toBeVisible();
    await expectShown(shown.poll, ["Edit", "Delete"]);

    for (const path of ["users", "users/create"]) {
      await page.goto(`/admin/${path}`);
      const allowed = page.getByRole("heading", { level: 1, name: /^(Users|New user)$/ });
      const denied = page.getByText("Access denied");
      await expect(role === "admin" ? allowed : denied).toBeVisible();
    }
  });
}

test("on a phone, the buttons of the user form share one line", async ({ browser, request }) => {
  const [admin, user] = [await makeUser(request, "admin"), await makeUser(request, "viewer")];
  const page = await signedIn(browser, admin);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/admin/users/${user.id}`);
  const bar = page.getByRole("toolbar");
  await expect(bar.getByRole("button", { name: "Actions" })).toBeVisible();

  const middles = await bar.locator("button, a").evaluateAll((buttons) =>
    buttons.map((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return Math.round((top + bottom) / 2);
    }),
  );
  expect(middles).toHaveLength(4);
  expect(new Set(middles).size).toBe(1);
});
