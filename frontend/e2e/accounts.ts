/** Accounts of the dashboard for browser tests. */
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import type { components } from "../src/shared/schema";
import { signIn } from "./polls";

export type User = components["schemas"]["UserRead"];
export type Role = User["role"];

export const USER_PASSWORD = "correct horse";

/** Create an account through the API. `request` is signed in as the admin afterwards. */
export async function makeUser(request: APIRequestContext, role: Role): Promise<User> {
  await signIn(request);
  const data = { username: `${role}-${crypto.randomUUID()}`, password: USER_PASSWORD, role };
  const answer = await request.post("/api/admin/users", { data });
  if (!answer.ok()) throw new Error(await answer.text());
  return answer.json();
}

/** Sign `request` in to the account. */
export async function signInAs(
  request: APIRequestContext,
  { username }: User,
  password = USER_PASSWORD,
) {
  const answer = await request.post("/api/auth/login", { data: { username, password } });
  expect(answer.status()).toBe(200);
}

/** End all sessions of the account. `request` is signed in as the admin. */
export async function revokeSessions(request: APIRequestContext, { id }: User) {
  const filter = JSON.stringify({ user_id: id });
  const sessions = await (await request.get("/api/admin/sessions", { params: { filter } })).json();
  const ids = JSON.stringify({ id: sessions.map((session: { id: number }) => session.id) });
  const answer = await request.delete("/api/admin/sessions", { params: { filter: ids } });
  expect(answer.status()).toBe(200);
}

/** The dialog that asks for the password over the current screen. */
export const signInDialog = (page: Page) =>
  page.getByRole("dialog", { name: "Your session has ended" });

/** Sign in over the current screen. The username is there already. */
export async function signInInPlace(page: Page, password = USER_PASSWORD) {
  const dialog = signInDialog(page);
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toHaveCount(0);
}
