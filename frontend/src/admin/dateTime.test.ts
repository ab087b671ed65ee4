import { afterEach, beforeEach, expect, test } from "vitest";
import { toInstant } from "./dateTime";

let zone: string | undefined;
beforeEach(() => {
  zone = process.env.TZ;
});
afterEach(() => {
  process.env.TZ = zone;
});

test.each([
  ["Europe/Berlin", "2026-07-01T10:00", "2026-07-01T08:00:00.000Z"],
  ["Europe/Berlin", "2026-12-01T10:00", "2026-12-01T09:00:00.000Z"],
  ["America/St_Johns", "2026-07-01T23:45", "2026-07-02T02:15:00.000Z"],
  ["UTC", "2026-07-01T10:00:30", "2026-07-01T10:00:30.000Z"],
])("in %s, %s is parsed to %s", (timeZone, typed, instant) => {
  process.env.TZ = timeZone;
  expect(toInstant(typed)).toBe(instant);
});

test("an empty field is parsed to null", () => {
  expect(toInstant("")).toBeNull();
});
