import type { APIRequestContext } from "@playwright/test";
import type { components } from "../src/shared/schema";

export type Question = components["schemas"]["QuestionRead"];

export const PASSWORD = "correct horse battery";

/** Marks tests of the voter page that don't depend on the database. They run on SQLite only. */
export const PAGE = { tag: "@page" };

/** Send a call of the API, and return its response. */
export async function send<Body>(request: APIRequestContext, path: string, data: object) {
  const answer = await request.post(path, { data });
  if (!answer.ok()) throw new Error(await answer.text());
  return (await answer.json()) as Body;
}

/** Sign `request` in as the admin that the server creates at its first start. */
export async function signIn(request: APIRequestContext) {
  const data = { username: "admin", password: PASSWORD };
  const answer = await request.post("/api/auth/login", { data });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** Create a poll with three choices through the API. `values` override the fields of `QuestionCreate`. */
export async function makePoll(
  request: APIRequestContext,
  values: Partial<components["schemas"]["QuestionCreate"]> = {},
): Promise<Question> {
  await signIn(request);
  const choices = ["Tea", "Coffee", "Water"].map((choice_text) => ({ choice_text }));
  const data = { question_text: "What shall we drink?", choices, ...values };
  const answer = await request.post("/api/admin/questions", { data });
  if (!answer.ok()) throw new Error(await answer.text());
  return answer.json();
}
