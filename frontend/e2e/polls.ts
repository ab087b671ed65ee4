import type { APIRequestContext } from "@playwright/test";
import type { components } from "../src/shared/schema";

type Question = components["schemas"]["QuestionRead"];

export const PASSWORD = "correct horse battery";

/** For a test of what the page does by itself, whatever is behind the server: it runs on one database. */
export const PAGE = { tag: "@page" };

/** Sign `request` in as the admin that the server made at its start. */
export async function signIn(request: APIRequestContext) {
  const data = { username: "admin", password: PASSWORD };
  const answer = await request.post("/api/auth/login", { data });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** A poll with three choices, made through the API; `values` as in QuestionCreate. */
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
