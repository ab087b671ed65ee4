import { expect, test } from "vitest";
import { toPayload } from "./question";

test("a limit that was typed before switching to one choice is not sent", () => {
  expect(toPayload({ voting: "single", max_choices: 2 })).toHaveProperty("max_choices", null);
  expect(toPayload({ voting: "multiple", max_choices: 2 })).toHaveProperty("max_choices", 2);
});

test("a poll without an opening is sent without one, a poll that never closes with none", () => {
  const sent = JSON.parse(JSON.stringify(toPayload({ voting: "single", closes_at: null })));
  expect(sent).toEqual({ voting: "single", closes_at: null, max_choices: null });
});

test("what exists is sent back whole: ids of choices, and the version", () => {
  const choices = [{ id: 7, choice_text: "The park", position: 0, votes: 0 }];
  expect(toPayload({ voting: "single", version: 3, choices })).toMatchObject({
    version: 3,
    choices,
  });
});
