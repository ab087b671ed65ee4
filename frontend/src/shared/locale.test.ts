import { afterEach, expect, test, vi } from "vitest";
import { isToday, locale, localTime, zonedHour, zonedTime } from "./locale";

const { documentElement } = document;

/** A winter's and a summer's evening in the zone of the tests, Europe/Berlin. */
const [WINTER, SUMMER] = ["2026-11-28T17:00:00Z", "2026-07-01T16:00:00Z"];

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  documentElement.lang = "en";
});

test.each([
  ["en", ["en-GB"], WINTER, "Sat 28 Nov, 18:00 CET", "18:00 CET"],
  ["en", ["en-GB"], SUMMER, "Wed 1 Jul, 18:00 CEST", "18:00 CEST"],
  ["en", ["en-US"], WINTER, "Sat, Nov 28, 6:00 PM GMT+1", "6:00 PM GMT+1"],
  ["de", ["de-DE"], WINTER, "Sa., 28. Nov., 18:00 MEZ", "18:00 MEZ"],
  ["fr", ["fr-FR"], WINTER, "sam. 28 nov., 18:00 UTC+1", "18:00 UTC+1"],
  ["es", ["es-ES"], WINTER, "sáb, 28 nov, 18:00 CET", "18:00 CET"],
  ["ar", ["ar-MA"], WINTER, "السبت، 28 نونبر، 18:00 غرينتش+1", "18:00 غرينتش+1"],
])("in %s (%j), a time names its zone", (lang, languages, at, whole, hour) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-28T06:00:00Z") });
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
  documentElement.lang = lang;
  // Versions of the browser's own data differ in their spaces and commas only.
  const plain = (text: string) => text.replace(/[\s,،]+/g, " ");
  expect(plain(zonedTime(at))).toBe(plain(whole));
  expect(plain(zonedHour(at))).toBe(plain(hour));
  expect(plain(whole)).toContain(plain(localTime(at)));
});

test.each([
  ["ar", ["arn-CL", "ar-EG"], "ar-EG"],
  ["es", ["esu", "ES-mx"], "ES-mx"],
  ["de", ["dei", "den-Latn"], "de"],
  ["en", ["enm"], "en-GB"],
])("in %s, a browser with %j formats for %s", (lang, languages, expected) => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
  documentElement.lang = lang;
  expect(locale()).toBe(expected);
});

test("today ends at the reader's midnight", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-28T06:00:00Z") });
  expect(isToday("2026-11-28T22:59:00Z")).toBe(true);
  expect(isToday("2026-11-28T23:00:00Z")).toBe(false);
  expect(isToday("2026-11-27T23:00:00Z")).toBe(true);
});
