import { addDays, localOf, readingsOf, timeZone } from "../../dates/zonedTime";
import type { Question } from "../question";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The values of a new poll that asks the same as `question`. A poll that was open for a week closes in a week again, at
 * the same time of day.
 */
export const duplicateOf = (question: Question, now = Date.now()) => ({
  question_text: question.question_text,
  choices: question.choices.map(({ choice_text }) => ({ choice_text })),
  voting: question.voting,
  max_choices: question.max_choices,
  voter_check: question.voter_check,
  roll_id: question.roll_id,
  quorum: question.quorum,
  results_visibility: question.results_visibility,
  listed: question.listed,
  ...datesOf(question, now),
});

/** Times that are still to come are kept. A past opening becomes “at once”, and a past close moves by whole days. */
function datesOf({ pub_date, closes_at }: Question, now: number) {
  const [opens, closes] = [Date.parse(pub_date), closes_at ? Date.parse(closes_at) : undefined];
  const opensAgain = opens > now ? pub_date : null;
  if (closes === undefined || closes > now) return { pub_date: opensAgain, closes_at };
  const days = Math.ceil((now - opens) / DAY_MS);
  return { pub_date: opensAgain, closes_at: daysLater(closes_at ?? "", days) };
}

/** The same local time, some days later, or another day if the clocks skip it on that one. */
function daysLater(instant: string, days: number, zone = timeZone): string {
  const local = addDays(localOf(instant, zone), days);
  const [reading] = readingsOf(local, zone);
  return reading?.instant ?? daysLater(instant, days + 1, zone);
}
