import { expect, test } from "vitest";
import { type Choice, type Question, toPayload } from "./question";

test("a limit that was typed before switching to one choice is not sent", () => {
  expect(toPayload({ voting: "single", max_choices: 2 })).toHaveProperty("max_choices", null);
  expect(toPayload({ voting: "multiple", max_choices: 2 })).toHaveProperty("max_choices", 2);
});

test("a poll without an opening is sent without one, a poll that never closes with none", () => {
  const sent = JSON.parse(JSON.stringify(toPayload({ voting: "single", closes_at: null })));
  expect(sent).toEqual({ voting: "single", closes_at: null, max_choices: null });
});

const stored = (choices: Choice[]) => ({ choices }) as Question;
const lake = { id: 7, choice_text: "The lake", position: 0, votes: 0 };
const park = { id: 8, choice_text: "The park", position: 1, votes: 0 };

test("what exists is sent back whole: ids of choices, and the version", () => {
  const form: Partial<Question> = { voting: "single", version: 3, choices: [lake, park] };
  expect(toPayload(form, { previousData: stored([lake, park]) })).toMatchObject(form);
});

test("a choice that someone else removed meanwhile is a new one", () => {
  const sent = toPayload({ choices: [lake, park] }, { previousData: stored([lake]) });
  expect(sent).toHaveProperty("choices.0.id", 7);
  expect(sent).not.toHaveProperty("choices.1.id");
});
