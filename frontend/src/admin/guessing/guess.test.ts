import { expect, test } from "vitest";
import { fieldsOf, formatValue, kindOf } from "./guess";

test.each([
  [true, "boolean"],
  [0, "number"],
  ["2030-01-07T07:00:00Z", "instant"],
  ["2030-01-07", "date"],
  ["750923888754880517", "text"],
  ["12 Angry Men", "text"],
  ["2030-99-99T99:00", "text"],
  ["<b>bold</b>", "text"],
  [null, "text"],
  [{ a: 1 }, "nested"],
  [[1], "nested"],
])("%j is guessed to be a %s", (value, kind) => {
  expect(kindOf(value)).toBe(kind);
});

test.each([
  [null, ""],
  [false, "No"],
  [1204, "1,204"],
  ["750923888754880517", "750923888754880517"],
  [["a", 2], "a, 2"],
  [{ a: [1] }, '{"a":[1]}'],
])("%j is formatted as %j", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("a field that is null in the first record takes its value from the next", () => {
  const records = [
    { id: 1, until: null },
    { id: 2, until: "2030-01-07" },
  ];
  expect(fieldsOf(records)).toEqual([
    ["id", 1],
    ["until", "2030-01-07"],
  ]);
});
