/** The pages speak English; dates and figures follow the reader's kind of it. */
const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";

/** A point in time on the reader's clock; the year only where it is another one. */
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
