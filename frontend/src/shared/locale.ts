/** The regional variant of the page's language that the reader's browser prefers, or British English. */
export const locale = () => {
  const { lang } = document.documentElement;
  return (
    navigator.languages.find((tag) => tag.startsWith(lang)) ?? (lang === "en" ? "en-GB" : lang)
  );
};

/** Format an instant in the reader's time zone. The current year is left out. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  return date.toLocaleString(locale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: date.getFullYear() === new Date().getFullYear() ? undefined : "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
}

export const figure = (number: number) => number.toLocaleString(locale());

/** Format whole percent. */
export const percent = (number: number) =>
  (number / 100).toLocaleString(locale(), { style: "percent" });
