import { expect, test } from "vitest";
import { merge } from "./merge";
import type { Wording } from "./wording";

interface Poll {
  version: number;
  text: string;
  closes: string | null;
  choices: { id?: number; text: string; votes?: number }[];
  secret?: string;
}

const wording: Wording<Poll> = {
  text: (text) => text,
  closes: (closes) => closes ?? "never",
  choices: (choices) => choices.map(({ text }) => text),
};

const base: Poll = {
  version: 1,
  text: "Where?",
  closes: null,
  choices: [{ id: 1, text: "Here", votes: 0 }],
};

const after = (mine: Partial<Poll>, theirs: Partial<Poll>, fixed: (keyof Poll)[] = []) =>
  merge<Poll>(
    { base, mine: { ...base, ...mine }, theirs: { ...base, version: 2, ...theirs } },
    wording,
    fixed,
  );

test("what only they changed is taken, what only I changed stays, and only theirs is told", () => {
  const { values, changes } = after({ text: "Where to?" }, { closes: "Friday" });
  expect(values).toEqual({ ...base, version: 2, text: "Where to?", closes: "Friday" });
  expect(changes).toEqual([
    { field: "closes", mine: null, theirs: "Friday", shown: "theirs", kind: "taken" },
  ]);
});

test("what both changed stays mine, with theirs beside it", () => {
  const { values, changes } = after({ text: "Where to?" }, { text: "Where from?" });
  expect(values.text).toBe("Where to?");
  expect(changes).toEqual([
    { field: "text", mine: "Where to?", theirs: "Where from?", shown: "mine", kind: "both" },
  ]);
});

test("the same change by both is nothing to tell", () => {
  const { values, changes } = after({ text: "When?" }, { text: "When?" });
  expect(values).toEqual({ ...base, version: 2, text: "When?" });
  expect(changes).toEqual([]);
});

test("a form in which nothing was changed follows without a word", () => {
  const { values, changes } = after({}, { text: "Where from?" });
  expect(values.text).toBe("Where from?");
  expect(changes).toEqual([]);
});

test("votes that came in are nobody's edit", () => {
  const choices = [{ id: 1, text: "Here", votes: 9 }];
  const { values, changes } = after({ text: "Where to?" }, { choices });
  expect(values.choices).toEqual(choices);
  expect(changes).toEqual([]);
});

test("a list that both changed is merged by its items", () => {
  const item = (id: number, text: string) => ({ id, text });
  const { values, changes } = merge<Pick<Poll, "choices">>(
    {
      base: { choices: [item(1, "a"), item(2, "b"), item(3, "c")] },
      mine: { choices: [item(3, "c"), item(2, "b!"), item(1, "a"), { text: "mine" }] },
      theirs: { choices: [item(1, "a?"), item(2, "b"), item(4, "theirs")] },
    },
    { choices: wording.choices },
  );
  const merged = [item(2, "b!"), item(1, "a?"), { text: "mine" }, item(4, "theirs")];
  expect(values.choices).toEqual(merged);
  expect(changes).toMatchObject([{ mine: merged, shown: "mine", kind: "both" }]);
});

test("what can't be changed any more is theirs, and mine is told", () => {
  const { values, changes } = after({ text: "Where to?", closes: "Friday" }, {}, ["text"]);
  expect(values).toMatchObject({ text: "Where?", closes: "Friday" });
  expect(changes).toEqual([
    { field: "text", mine: "Where to?", theirs: "Where?", shown: "theirs", kind: "fixed" },
  ]);
});

test("what the form has and the record has not is kept", () => {
  expect(after({ secret: "hush" }, { text: "Where from?" }).values.secret).toBe("hush");
});
