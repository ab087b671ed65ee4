/** The dashboard speaks English; dates and figures follow the reader's kind of it. */
const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";

const instant = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat(locale);
const percent = new Intl.NumberFormat(locale, { style: "percent" });

/** A point in time on the reader's clock. */
export const formatInstant = (iso: string) => instant.format(new Date(iso));

export const figure = (value: number) => number.format(value);

export const count = (value: number, noun: string) =>
  `${figure(value)} ${noun}${value === 1 ? "" : "s"}`;

export const formatShare = (part: number, whole: number) =>
  percent.format(whole ? part / whole : 0);
