import type { RaRecord } from "react-admin";
import { figure, localTime } from "../../shared/locale";
import type { Wording } from "../editing/merge";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DATE = /^\d{4}-\d\d-\d\d$/;

export type Kind = "boolean" | "number" | "instant" | "date" | "text" | "nested";

/** Read from the JSON type: a text of digits may be a number that JavaScript can't hold, and stays a text. */
export function kindOf(value: unknown): Kind {
  if (typeof value === "boolean" || typeof value === "number") return typeof value as Kind;
  if (value instanceof Object) return "nested";
  if (typeof value !== "string") return "text";
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return "instant";
  return DATE.test(value) ? "date" : "text";
}

/** The fields of some records, each with the first value that is not null. */
export function fieldsOf(records: RaRecord[]): [source: string, value: unknown][] {
  const sources = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return sources.map((source) => [
    source,
    records.map((record) => record[source]).find((value) => value != null),
  ]);
}

/** A value of any kind as text. */
export function words(value: unknown): string {
  if (value == null) return "";
  if (Array.isArray(value)) return value.map(words).join(", ");
  switch (kindOf(value)) {
    case "boolean":
      return value ? "Yes" : "No";
    case "number":
      return figure(value as number);
    case "instant":
      return localTime(value as string);
    case "nested":
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** The version is not worth a word: it differs whenever anything does. */
export const wordingOf = (record: RaRecord): Wording<RaRecord> =>
  Object.fromEntries(
    Object.keys(record)
      .filter((source) => source !== "id" && source !== "version")
      .map((source) => [source, words]),
  );
