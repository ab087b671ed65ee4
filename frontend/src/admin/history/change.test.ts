import { expect, test } from "vitest";
import { asState, type Change, changesOf, fieldChanges } from "./change";

const wording = {
  listed: (listed: boolean) => (listed ? "Everyone" : "People with the link"),
  choices: (choices: { choice_text: string }[]) => choices.map(({ choice_text }) => choice_text),
};
const before = {
  listed: true,
  text: "Tea?",
  choices: [{ id: 1, choice_text: "Yes" }],
};
const after = {
  listed: false,
  text: "Tea?",
  choices: [
    { id: 1, choice_text: "Yes" },
    { id: 2, choice_text: "No" },
  ],
};

test("fields that differ are shown as the resource words them", () => {
  expect(fieldChanges(before, after, wording)).toEqual([
    { field: "listed", before: "Everyone", after: "People with the link" },
    { field: "choices", before: ["Yes"], after: ["Yes", "No"] },
  ]);
});

test("without a wording, values are shown by their kind, and ids of nested records are left out", () => {
  expect(fieldChanges(before, after)).toEqual([
    { field: "listed", before: "Yes", after: "No" },
    { field: "choices", before: ["Yes"], after: ["Yes", "No"] },
  ]);
});

test("a record that is created or deleted shows its fields once", () => {
  expect(fieldChanges(null, { text: "Tea?" })).toEqual([
    { field: "text", before: "", after: "Tea?" },
  ]);
  expect(fieldChanges({ text: "Tea?", note: null }, null)).toEqual([
    { field: "text", before: "Tea?", after: "" },
  ]);
});

test("a field that is never read is named without values", () => {
  const change = { before: { username: "ann" }, after: { username: "ann" }, fields: ["password"] };
  expect(changesOf(change as Partial<Change> as Change)).toEqual([{ field: "password" }]);
});

test("a record is compared by what a state holds of it", () => {
  const record = { id: 1, ...after, votes: 3, choices: [{ id: 1, choice_text: "Yes", votes: 3 }] };
  expect(asState(record, before)).toEqual({ ...before, listed: false });
});
