/** The calls of the people who run a poll. */

import { useEffect, useState } from "preact/hooks";
import type { components } from "../../shared/schema";
import type { Poll } from "../net/api";
import { ApiError, request } from "../net/request";

type Schemas = components["schemas"];
export type Question = Schemas["QuestionRead"];

/** `reveal` shows the result to everyone. */
export type Step = "reveal" | "close";

const QUESTIONS = "/api/admin/questions";
const named = (slug: string) => `filter=${encodeURIComponent(JSON.stringify({ slug }))}`;

/** True while an editor or an admin is signed in. It is asked again when the presenter comes back to the page. */
export function useIsStaff(): boolean {
  const [isStaff, setStaff] = useState(false);
  useEffect(() => {
    const ask = () =>
      request<Schemas["Identity"]>("/api/auth/me").then(
        ({ role }) => setStaff(role !== "viewer"),
        ({ status }: ApiError) => status === 401 && setStaff(false),
      );
    ask();
    addEventListener("focus", ask);
    return () => removeEventListener("focus", ask);
  }, []);
  return isStaff;
}

/** The steps that the poll has not taken yet. */
export function stepsOf({ is_open, results, results_visibility }: Poll): Step[] {
  const isHidden = !results && (is_open || results_visibility === "staff");
  return [...(isHidden ? ["reveal" as const] : []), ...(is_open ? ["close" as const] : [])];
}

/** True if the step ends the voting. The result of a poll with a roll stays secret until the close. */
export const closes = (step: Step, { voter_check, is_open }: Poll): boolean =>
  step === "close" || (is_open && voter_check === "roll");

export async function findQuestion(slug: string): Promise<Question> {
  const [question] = await request<Question[]>(`${QUESTIONS}?${named(slug)}`);
  if (!question) throw new ApiError(404, "Not found.", 0, "not_found");
  return question;
}

/** Takes a step. Throws a 412 with the current state if the poll is not as in `question` any more. */
export async function take(step: Step, poll: Poll, { id, version }: Question): Promise<void> {
  if (step === "reveal") {
    const results_visibility = poll.voter_check === "roll" ? "after_close" : "always";
    if (poll.results_visibility !== results_visibility) {
      await request(`${QUESTIONS}/${id}`, "PUT", { results_visibility, version });
    }
  }
  // The server takes the time of the close from its own clock.
  if (closes(step, poll)) await request(`${QUESTIONS}:close?${named(poll.slug)}`, "POST");
}
