import { expect, test } from "vitest";
import type { FieldWording } from "./fieldWording";
import { merge } from "./merge";

interface Poll {
  version: number;
  text: string;
  closes: string | null;
  choices: { id?: number; text: string; votes?: number }[];
  secret?: string;
}

const wording: FieldWording<Poll> = {
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

test("a field that one side changed has its value, and only their changes are reported", () => {
  const { values, changes } = after({ text: "Where to?" }, { closes: "Friday" });
  expect(values).toEqual({ ...base, version: 2, text: "Where to?", closes: "Friday" });
  expect(changes).toEqual([
    { field: "closes", mine: null, theirs: "Friday", shown: "theirs", kind: "taken" },
  ]);
});

test("a field that both sides changed keeps my value, and theirs is reported", () => {
  const { values, changes } = after({ text: "Where to?" }, { text: "Where from?" });
  expect(values.text).toBe("Where to?");
  expect(changes).toEqual([
    { field: "text", mine: "Where to?", theirs: "Where from?", shown: "mine", kind: "both" },
  ]);
});

test("the same change on both sides is not reported", () => {
  const { values, changes } = after({ text: "When?" }, { text: "When?" });
  expect(values).toEqual({ ...base, version: 2, text: "When?" });
  expect(changes).toEqual([]);
});

test("an unchanged form takes their values without a report", () => {
  const { values, changes } = after({}, { text: "Where from?" });
  expect(values.text).toBe("Where from?");
  expect(changes).toEqual([]);
});

test("new votes are not reported as a change", () => {
  const choices = [{ id: 1, text: "Here", votes: 9 }];
  const { values, changes } = after({ text: "Where to?" }, { choices });
  expect(values.choices).toEqual(choices);
  expect(changes).toEqual([]);
});

test("a list that both sides changed is merged item by item", () => {
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

test("a fixed field takes their value, and mine is reported", () => {
  const { values, changes } = after({ text: "Where to?", closes: "Friday" }, {}, ["text"]);
  expect(values).toMatchObject({ text: "Where?", closes: "Friday" });
  expect(changes).toEqual([
    { field: "text", mine: "Where to?", theirs: "Where?", shown: "theirs", kind: "fixed" },
  ]);
});

test("a field that only the form has keeps its value", () => {
  expect(after({ secret: "hush" }, { text: "Where from?" }).values.secret).toBe("hush");
});
