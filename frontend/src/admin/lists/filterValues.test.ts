import { expect, test } from "vitest";
import { chosenValues, countFields, rangeOf, toggleValue, withRange } from "./filterValues";

test("several values of a field are one of a list, and the last one taken away leaves no condition", () => {
  let filter = toggleValue({ q: "tea" }, "status", "open");
  expect(filter).toEqual({ q: "tea", status: "open" });
  filter = toggleValue(filter, "status", "closed");
  expect(filter).toEqual({ q: "tea", status: ["open", "closed"] });
  expect(chosenValues(filter, "status")).toEqual(["open", "closed"]);
  filter = toggleValue(toggleValue(filter, "status", "open"), "status", "closed");
  expect(filter).toEqual({ q: "tea" });
});

test("false and null are values too", () => {
  expect(toggleValue({}, "listed", false)).toEqual({ listed: false });
  expect(chosenValues({ listed: false }, "listed")).toEqual([false]);
  // react-admin removes a null that is not in a list.
  expect(toggleValue({}, "grade", null)).toEqual({ grade: [null] });
});

test("a value replaces other conditions on its field only", () => {
  const filter = { status_neq: "open", status_text: "x", pub_date_gte: "2026" };
  expect(toggleValue(filter, "status", "closed")).toEqual({
    status: "closed",
    status_text: "x",
    pub_date_gte: "2026",
  });
});

test("a range replaces the values of its field", () => {
  const filter = withRange({ closes_at: [null], closes_at_lte: "a" }, "closes_at", {
    gte: "b",
    lt: "c",
  });
  expect(filter).toEqual({ closes_at_gte: "b", closes_at_lt: "c" });
  expect(rangeOf(filter, "closes_at")).toEqual({ gte: "b", lt: "c" });
  expect(withRange(filter, "closes_at", {})).toEqual({});
});

test("fields with conditions are counted once, without the search", () => {
  const filter = {
    q: "tea",
    status: ["open"],
    pub_date_gte: "a",
    pub_date_lt: "b",
    archived: false,
  };
  expect(countFields(filter, {})).toBe(3);
  expect(countFields(filter, { archived: false })).toBe(2);
  expect(countFields({ archived: true }, { archived: false })).toBe(1);
});
