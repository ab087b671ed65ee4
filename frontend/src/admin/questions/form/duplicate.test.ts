import { expect, test } from "vitest";
import type { Question } from "../question";
import { duplicateOf } from "./duplicate";

const NOW = Date.parse("2026-03-20T12:00:00Z");
const question = (pub_date: string, closes_at: string | null) =>
  ({
    id: 1,
    slug: "abcdefghij",
    question_text: "Lunch?",
    pub_date,
    closes_at,
    voting: "multiple",
    max_choices: 2,
    voter_check: "roll",
    roll_id: 5,
    results_visibility: "staff",
    listed: false,
    ballots: 3,
    version: 7,
    sealed_at: null,
    status: "closed",
    choices: [
      { id: 5, choice_text: "Soup", position: 0, votes: 2 },
      { id: 6, choice_text: "Salad", position: 1, votes: 1 },
    ],
  }) as Question;

test("a duplicate has the texts and rules, but no id, link, votes or version", () => {
  expect(duplicateOf(question("2026-03-01T08:00:00Z", null), NOW)).toEqual({
    question_text: "Lunch?",
    choices: [{ choice_text: "Soup" }, { choice_text: "Salad" }],
    voting: "multiple",
    max_choices: 2,
    voter_check: "roll",
    roll_id: 5,
    results_visibility: "staff",
    listed: false,
    pub_date: null,
    closes_at: null,
  });
});

test.each([
  ["times to come stay", "2026-04-01T08:00:00Z", "2026-04-02T08:00:00Z", "2026-04-02T08:00:00Z"],
  ["a close to come stays", "2026-03-01T08:00:00Z", "2026-03-21T08:00:00Z", "2026-03-21T08:00:00Z"],
  // Open for 7 days until 9:00 in Berlin, in winter: closes in a little more than 7 days, at 9:00 again.
  ["a past close", "2026-03-01T08:00:00Z", "2026-03-08T08:00:00Z", "2026-03-28T08:00:00.000Z"],
  // 20 days after 9 March is 29 March, on which 2:30 does not exist.
  ["a skipped time", "2026-03-01T01:30:00Z", "2026-03-09T01:30:00Z", "2026-03-30T00:30:00.000Z"],
])("%s", (_, opens, closes, expected) => {
  const copy = duplicateOf(question(opens, closes), NOW);
  expect(copy.closes_at).toBe(expected);
  expect(copy.pub_date).toBe(opens > "2026-03-20" ? opens : null);
});
