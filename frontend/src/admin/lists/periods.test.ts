import { expect, test } from "vitest";
import {
  dayOf,
  lastDayOf,
  periodName,
  periodOf,
  rangeOfDays,
  rangeOfPeriod,
  surroundings,
} from "./periods";

test.each([
  ["2026", "2025-12-31T23:00:00.000Z", "2026-12-31T23:00:00.000Z"],
  ["2026-03", "2026-02-28T23:00:00.000Z", "2026-03-31T22:00:00.000Z"],
  // The clocks change on this day, which has 23 hours.
  ["2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["0001-02", "0001-01-31T23:06:32.000Z", "0001-02-28T23:06:32.000Z"],
])("%s begins and ends at local midnight", (period, gte, lt) => {
  expect(rangeOfPeriod(period, false)).toEqual({ gte, lt });
  expect(periodOf({ gte, lt })).toBe(period);
});

test("the bounds of the API are recognised, with and without fractions of a second", () => {
  expect(periodOf({ gte: "2026-10-31T23:00:00Z", lt: "2026-11-30T23:00:00Z" })).toBe("2026-11");
  expect(periodOf({ gte: "2026-11-01", lt: "2026-12-01" })).toBe("2026-11");
  expect(periodOf({ gte: "9998-12-31T23:00:00Z" })).toBe("9999");
});

test.each([
  [{}],
  [{ lt: "2026-12-31T23:00:00Z" }],
  [{ gte: "2025-12-31T23:00:01Z", lt: "2026-12-31T23:00:00Z" }],
  [{ gte: "2026-11-01", lt: "2026-11-08" }],
  [{ gte: "2026-11-01" }],
])("%j is no period", (range) => {
  expect(periodOf(range)).toBeUndefined();
});

test("days are the local ones of a range, the last one included", () => {
  const range = rangeOfDays("2026-10-24", "2026-10-25", false);
  expect(range).toEqual({ gte: "2026-10-23T22:00:00.000Z", lt: "2026-10-25T23:00:00.000Z" });
  expect([dayOf(range.gte ?? ""), lastDayOf(range.lt ?? "")]).toEqual(["2026-10-24", "2026-10-25"]);
  expect(rangeOfDays("", "2026-02-28", true)).toEqual({ gte: undefined, lt: "2026-03-01" });
});

test("a period is named in the words of the language", () => {
  expect(["2026", "2026-11", "2026-11-03"].map(periodName)).toEqual([
    "2026",
    "November",
    "Tue, Nov 3",
  ]);
  expect(surroundings("2026-11-03")).toEqual(["2026", "2026-11"]);
  expect(surroundings("2026")).toEqual([]);
});
