import { describe, expect, test } from "vitest";
import { addDays, isLocal, localOf, readingsOf } from "./zonedTime";

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;
const MINUTE_MS = 60_000;
const instantsOf = (local: string, zone: string) =>
  readingsOf(local, zone).map(({ instant }) => instant);

test.each([
  ["Europe/Berlin", "2026-07-01T10:00", "2026-07-01T08:00:00.000Z"],
  ["Europe/Berlin", "2026-12-01T10:00", "2026-12-01T09:00:00.000Z"],
  ["America/St_Johns", "2026-07-01T23:45", "2026-07-02T02:15:00.000Z"],
  ["Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00:00.000Z"],
  ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"],
  ["UTC", "2026-07-01T10:00:30", "2026-07-01T10:00:30.000Z"],
])("in %s, %s is %s", (zone, local, instant) => {
  expect(instantsOf(local, zone)).toEqual([instant]);
  expect(localOf(instant, zone)).toBe(local.slice(0, 16));
});

test.each([
  ["Europe/Berlin", "2026-03-29T02:30"],
  ["America/New_York", "2026-03-08T02:00"],
  ["Australia/Lord_Howe", "2026-10-04T02:15"],
  // Samoa crossed the date line, and skipped a day.
  ["Pacific/Apia", "2011-12-30T12:00"],
])("the clocks of %s skip %s", (zone, local) => {
  expect(readingsOf(local, zone)).toEqual([]);
});

test.each([
  ["Europe/Berlin", "2026-10-25T02:30", ["UTC+02:00", "UTC+01:00"]],
  ["America/New_York", "2026-11-01T01:59", ["UTC−04:00", "UTC−05:00"]],
  ["Australia/Lord_Howe", "2026-04-05T01:45", ["UTC+11:00", "UTC+10:30"]],
])("the clocks of %s show %s twice", (zone, local, offsets) => {
  const readings = readingsOf(local, zone);
  expect(readings.map(({ offset }) => offset)).toEqual(offsets);
  const [first = "", second = ""] = readings.map(({ instant }) => instant);
  expect(Date.parse(first)).toBeLessThan(Date.parse(second));
  expect([first, second].map((instant) => localOf(instant, zone))).toEqual([local, local]);
});

test.each(["", "2026-07-01", "2026-07-01T08:00:00Z", "soon"])("%j is no local time", (text) => {
  expect(isLocal(text)).toBe(false);
  expect(readingsOf(text, "UTC")).toEqual([]);
});

test("days are added on the calendar", () => {
  expect(addDays("2026-02-27T09:30", 3)).toBe("2026-03-02T09:30");
});

/** A generator of equally distributed numbers below `end`, which starts with the same ones in each run. */
function randomNumbers(seed: number) {
  let state = seed;
  return (end: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * end);
  };
}

describe("in every zone of the runtime", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  const random = randomNumbers(17);
  const FROM = Date.UTC(1970, 0, 1);
  const MINUTES = (Date.UTC(2038, 0, 1) - FROM) / MINUTE_MS;
  const anyMinute = () => FROM + random(MINUTES) * MINUTE_MS;

  test("each instant is a reading of its own local time", () => {
    expect(zones.length).toBeGreaterThan(300);
    for (const zone of zones) {
      for (let run = 0; run < 12; run += 1) {
        const instant = new Date(anyMinute()).toISOString();
        const local = localOf(instant, zone);
        // Offsets of some zones before 1972 have seconds, which the local time does not show.
        const found = instantsOf(local, zone).some(
          (reading) => Math.abs(Date.parse(reading) - Date.parse(instant)) < MINUTE_MS,
        );
        expect(found, `${zone} ${instant} ${local}`).toBe(true);
      }
    }
  });

  test("each local time around a change has the readings that a search of all instants finds", () => {
    let [skipped, twice] = [0, 0];
    for (const zone of zones.filter((_, index) => index % 12 === 0)) {
      for (const change of changesOf(zone)) {
        const near = (random(16) - 8) * QUARTER_MS;
        const local = localOf(new Date(asUtc(change, zone) + near).toISOString(), "UTC");
        const found = search(local, zone);
        expect(instantsOf(local, zone), `${zone} ${local}`).toEqual(found);
        if (found.length === 0) skipped += 1;
        if (found.length === 2) twice += 1;
      }
    }
    expect(skipped).toBeGreaterThan(10);
    expect(twice).toBeGreaterThan(10);
  });

  const asUtc = (ms: number, zone: string) =>
    Date.parse(`${localOf(new Date(ms).toISOString(), zone)}Z`);
  const differ = (from: number, to: number, zone: string) =>
    asUtc(to, zone) - asUtc(from, zone) !== to - from;

  /** The hours in which the offset of a zone changes, in some years. */
  function changesOf(zone: string): number[] {
    const changes: number[] = [];
    for (let year = 1980 + random(5); year < 2038; year += 11) {
      for (let day = 0; day < 365; day += 1) {
        const ms = Date.UTC(year, 0, 1 + day);
        if (!differ(ms, ms + 24 * HOUR_MS, zone)) continue;
        const hours = [...Array(24).keys()].map((hour) => ms + hour * HOUR_MS);
        changes.push(...hours.filter((hour) => differ(hour, hour + HOUR_MS, zone)));
      }
    }
    return changes;
  }

  // Since 1980, all offsets are multiples of a quarter of an hour.
  function search(local: string, zone: string): string[] {
    const middle = Date.parse(`${local}Z`);
    return Array.from({ length: 129 }, (_, index) => middle + (index - 64) * QUARTER_MS)
      .map((ms) => new Date(ms).toISOString())
      .filter((instant) => localOf(instant, zone) === local);
  }
});
