/**
 * Conversions between instants and the local time of a time zone. A local time has the format of
 * `<input type="datetime-local">`, such as "2026-10-25T02:30"; an instant is an ISO string with an offset.
 */

/** The browser's time zone, such as "Europe/Berlin". The dashboard shows and reads dates in this zone. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An instant at which the clocks of a zone show a local time, and the zone's offset then, such as "UTC+02:00". */
export interface Reading {
  instant: string;
  offset: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// In ms. Zones are between UTC-12 and UTC+14, except for some before 1900 and the two sides of the date line, which
// differ by up to 16 hours.
const WIDEST_OFFSET_MS = 16 * HOUR_MS;

const LOCAL = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** True for a local time, which has no offset. */
export const isLocal = (value: string) => LOCAL.test(value);

/** The local time of `zone` at an instant, to the minute, or "" if `instant` is no date. */
export function localOf(instant: string, zone = timeZone): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? "" : format(ms + offsetAt(ms, zone));
}

/** The instants at which the clocks of `zone` show `local`: none if they skip it, two if they are turned back. */
export function readingsOf(local: string, zone = timeZone): Reading[] {
  const ms = asUtc(local);
  if (Number.isNaN(ms)) return [];
  const nearby = [ms - WIDEST_OFFSET_MS, ms, ms + WIDEST_OFFSET_MS];
  const offsets = [...new Set(nearby.map((near) => offsetAt(near, zone)))];
  return offsets
    .filter((offset) => offsetAt(ms - offset, zone) === offset)
    .sort((a, b) => b - a)
    .map((offset) => ({
      instant: new Date(ms - offset).toISOString(),
      offset: offsetName(offset),
    }));
}

/** `local`, moved by whole days on the calendar. */
export const addDays = (local: string, days: number) => format(asUtc(local) + days * 24 * HOUR_MS);

/** The ms of a local time as if it were in UTC, or NaN. */
function asUtc(local: string): number {
  const [year, month, day, hour, minute, second] = (LOCAL.exec(local) ?? [])
    .slice(1)
    .map((part = "0") => Number(part));
  if (year === undefined || month === undefined) return Number.NaN;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour ?? 0, minute, second);
}

function format(msAsUtc: number): string {
  const [day = "", time = ""] = new Date(msAsUtc).toISOString().split("T");
  return `${day}T${time.slice(0, 5)}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formatters.set(zone, formatter);
  return formatter;
}

/** The offset of `zone` at an instant, in ms east of UTC. */
function offsetAt(ms: number, zone: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, value]),
  );
  const local = new Date(0);
  local.setUTCFullYear(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return local.getTime() - whole;
}

function offsetName(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `UTC${offset < 0 ? "−" : "+"}${hours}:${rest}`;
}
