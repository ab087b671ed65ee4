import { expect, test } from "vitest";
import { type Choice, type Question, toPayload } from "./question";

test("the limit is only sent for several choices", () => {
  expect(toPayload({ voting: "single", max_choices: 2 })).toHaveProperty("max_choices", null);
  expect(toPayload({ voting: "multiple", max_choices: 2 })).toHaveProperty("max_choices", 2);
});

test("an empty opening time is left out, an empty closing time is sent as null", () => {
  const sent = JSON.parse(JSON.stringify(toPayload({ voting: "single", closes_at: null })));
  expect(sent).toEqual({ voting: "single", closes_at: null, max_choices: null });
});

const stored = (choices: Choice[]) => ({ choices }) as Question;
const lake = { id: 7, choice_text: "The lake", position: 0, votes: 0 };
const park = { id: 8, choice_text: "The park", position: 1, votes: 0 };

test("the ids of choices and the version are sent back", () => {
  const form: Partial<Question> = { voting: "single", version: 3, choices: [lake, park] };
  expect(toPayload(form, { previousData: stored([lake, park]) })).toMatchObject(form);
});

test("a choice that someone else has deleted is sent as a new one", () => {
  const sent = toPayload({ choices: [lake, park] }, { previousData: stored([lake]) });
  expect(sent).toHaveProperty("choices.0.id", 7);
  expect(sent).not.toHaveProperty("choices.1.id");
});
