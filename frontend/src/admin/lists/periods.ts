/** Years ("2026"), months ("2026-11") and days ("2026-11-03") in the browser's time zone. */
import { locale } from "../../shared/locale";
import type { Range } from "./filterValues";

const DAY = /^\d{4}-\d\d-\d\d$/;

const padded = (number: number, length = 2) => String(number).padStart(length, "0");

const localDay = (date: Date) =>
  `${padded(date.getFullYear(), 4)}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;

/** Local midnight of a day, also in the first century. */
const midnight = (day: string, days = 0) => {
  const [year = 0, month = 1, number = 1] = day.split("-").map(Number);
  const date = new Date(2000, 0, 1);
  date.setFullYear(year, month - 1, number + days);
  return date;
};

/** The day in which a bound of a range lies: that of an instant, or the day itself. */
export const dayOf = (bound: string) => (DAY.test(bound) ? bound : localDay(new Date(bound)));

/** The last day of a range that ends before `lt`. */
export const lastDayOf = (lt: string) => localDay(midnight(dayOf(lt), -1));

/** The range of the days `from` and `to` and those between. Fields without a time are compared with days. */
export const rangeOfDays = (from: string, to: string, isDate: boolean): Range => {
  const bound = (day: string, days: number) => {
    const date = midnight(day, days);
    return isDate ? localDay(date) : date.toISOString();
  };
  return { gte: from ? bound(from, 0) : undefined, lt: to ? bound(to, 1) : undefined };
};

/** The period that a range is exactly, or undefined. */
export const periodOf = ({ gte, lt }: Range): string | undefined => {
  if (!gte || !isWholeDay(gte) || (lt && !isWholeDay(lt))) return undefined;
  const first = dayOf(gte);
  const end = lt ? dayOf(lt) : "";
  return [first.slice(0, 4), first.slice(0, 7), first].find(
    (period) => firstDay(period) === first && endOf(period) === end,
  );
};

const isWholeDay = (bound: string) =>
  DAY.test(bound) || midnight(dayOf(bound)).getTime() === Date.parse(bound);

const firstDay = (period: string) => (period + "-01-01".slice(period.length - 4)).slice(0, 10);

/** The day after a period. It is empty for the last one, 31 December 9999. */
const endOf = (period: string) => {
  const [year = 0, month, day] = period.split("-").map(Number);
  const date = midnight(firstDay(period));
  if (day) date.setDate(day + 1);
  else if (month) date.setMonth(month);
  else date.setFullYear(year + 1);
  return date.getFullYear() > 9999 ? "" : localDay(date);
};

/** The year and the month that a period lies in, from the largest on. */
export const surroundings = (period: string): string[] =>
  [period.slice(0, 4), period.slice(0, 7)].filter((outer) => outer.length < period.length);

/** The period whose parts are shown for a chosen one: the days beside a day, the parts of a month or a year. */
export const shownWithin = (period: string | undefined) => period?.slice(0, 7);

/** A period in words: "2026", "November", "Tue 3 Nov". */
export const periodName = (period: string): string => {
  const [year, month, day] = period.split("-");
  if (!month) return year ?? period;
  const words: Intl.DateTimeFormatOptions = day
    ? { weekday: "short", day: "numeric", month: "short" }
    : { month: "long" };
  return midnight(firstDay(period)).toLocaleDateString(locale(), words);
};

/** The range of a period, as the API would give it. */
export const rangeOfPeriod = (period: string, isDate: boolean): Range => {
  const end = endOf(period);
  return rangeOfDays(firstDay(period), end && lastDayOf(end), isDate);
};
