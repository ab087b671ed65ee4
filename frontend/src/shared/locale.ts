/** The pages are in English. Dates and numbers use the reader's English locale, or British English. */
const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";

/** Format an instant in the reader's time zone. The current year is left out. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  return date.toLocaleString(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
}

export const figure = (number: number) => number.toLocaleString(locale);

export const count = (number: number, noun: string) =>
  `${figure(number)} ${noun}${number === 1 ? "" : "s"}`;
