import { expect, test } from "vitest";
import { asState, type Change, changesOf, fieldChanges, hasStates } from "./change";

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
const both = [before.choices, after.choices];

test("fields that differ are shown as the resource words them", () => {
  expect(fieldChanges(before, after, wording)).toEqual([
    { field: "listed", before: "Everyone", after: "People with the link", values: [true, false] },
    { field: "choices", before: ["Yes"], after: ["Yes", "No"], values: both },
  ]);
});

test("without a wording, values are shown by their kind, and ids of nested records are left out", () => {
  expect(fieldChanges(before, after)).toEqual([
    { field: "listed", before: "Yes", after: "No", values: [true, false] },
    { field: "choices", before: ["Yes"], after: ["Yes", "No"], values: both },
  ]);
});

test("a record that is created or deleted shows its fields once", () => {
  expect(fieldChanges(null, { text: "Tea?" })).toEqual([
    { field: "text", before: "", after: "Tea?", values: [undefined, "Tea?"] },
  ]);
  expect(fieldChanges({ text: "Tea?", note: null }, null)).toEqual([
    { field: "text", before: "Tea?", after: "", values: ["Tea?", undefined] },
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

test("there is no state to restore where only a field that is never read changed", () => {
  const state = { name: "Ann" };
  const has = (change: Partial<Change>) => hasStates(change as Change);
  expect(has({ before: state, after: state, fields: ["code"] })).toBe(false);
  expect(has({ before: state, after: { name: "Anne" } })).toBe(true);
  expect(has({ before: null, after: state })).toBe(true);
  expect(has({ before: state, after: null })).toBe(false);
});
