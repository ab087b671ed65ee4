import type { RaRecord } from "react-admin";
import { figure, localTime } from "../../shared/locale";
import type { FieldWording } from "../editing/fieldWording";
import { translate } from "../i18nProvider";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DATE = /^\d{4}-\d\d-\d\d$/;

export type Kind = "boolean" | "number" | "instant" | "date" | "text" | "nested";

/** The kind of a JSON value. A string of digits stays text, since it may exceed JavaScript's integers. */
export function kindOf(value: unknown): Kind {
  if (typeof value === "boolean" || typeof value === "number") return typeof value as Kind;
  if (value instanceof Object) return "nested";
  if (typeof value !== "string") return "text";
  if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return "instant";
  return DATE.test(value) ? "date" : "text";
}

/** The fields of all `records`, each with its first value that is not null. */
export function fieldsOf(records: RaRecord[]): [source: string, value: unknown][] {
  const sources = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return sources.map((source) => [
    source,
    records.map((record) => record[source]).find((value) => value != null),
  ]);
}

/** Format a value of any kind as text. */
export function formatValue(value: unknown): string {
  if (value == null) return "";
  if (Array.isArray(value)) return value.map(formatValue).join(", ");
  switch (kindOf(value)) {
    case "boolean":
      return translate(`ra.boolean.${value}`);
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

/** The guessed wording of a record. It leaves out the version, which differs whenever another field does. */
export const guessWording = (record: RaRecord): FieldWording<RaRecord> =>
  Object.fromEntries(
    Object.keys(record)
      .filter((source) => source !== "id" && source !== "version")
      .map((source) => [source, formatValue]),
  );
