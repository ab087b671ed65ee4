import { languageOf } from "./languages";

/** The regional variant of the page's language that the reader's browser prefers, or British English. */
export const locale = () => {
  const { lang } = document.documentElement;
  return (
    navigator.languages.find((tag) => languageOf(tag) === lang) ?? (lang === "en" ? "en-GB" : lang)
  );
};

const HOUR: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };

/** Names the zone: voters may be in another one than the poll's makers, and screenshots of a time are passed on. */
const ZONE: Intl.DateTimeFormatOptions = { timeZoneName: "short" };

/** Format an instant in the reader's time zone. The current year is left out. */
export const localTime = (iso: string) => formatted(iso, {});

/** Format an instant in the reader's time zone, and name the zone. */
export const zonedTime = (iso: string) => formatted(iso, ZONE);

/** Format the time of day of an instant in the reader's time zone, and name the zone. */
export const zonedHour = (iso: string) =>
  new Date(iso).toLocaleTimeString(locale(), { ...HOUR, ...ZONE });

export const isToday = (iso: string) => new Date(iso).toDateString() === new Date().toDateString();

function formatted(iso: string, zone: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return date.toLocaleString(locale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric",
    ...HOUR,
    ...zone,
  });
}

export const figure = (number: number) => number.toLocaleString(locale());

/** Format whole percent. */
export const percent = (number: number) =>
  (number / 100).toLocaleString(locale(), { style: "percent" });
