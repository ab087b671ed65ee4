import type { RaRecord } from "react-admin";
import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";
import { formatValue } from "../guessing/guess";

export type Change = components["schemas"]["ChangeRead"];
export type State = NonNullable<Change["after"]>;
export type Words = string | string[];

/** A field that differs between two states, and its values as they are kept. A field that is never read has none. */
export interface FieldChange {
  field: string;
  before?: Words;
  after?: Words;
  values?: [before: unknown, after: unknown];
}

/** Format the value of a field as a resource words it, or else by its kind. */
export function wordsOf(
  value: unknown,
  field: string,
  wording: FieldWording<RaRecord> = {},
): Words {
  if (value == null || wording[field]) return wording[field]?.(value) ?? "";
  return Array.isArray(value) ? value.map(itemInWords) : formatValue(value);
}

/** The values of a nested record, without its id. */
const itemInWords = (item: unknown) =>
  item instanceof Object
    ? Object.entries(item)
        .filter(([name]) => name !== "id")
        .map(([, value]) => formatValue(value))
        .join(", ")
    : formatValue(item);

/** The fields that differ between two states, in words. */
export function fieldChanges(
  before: State | null,
  after: State | null,
  wording?: FieldWording<RaRecord>,
): FieldChange[] {
  return Object.keys(after ?? before ?? {})
    .map((field) => ({
      field,
      before: before ? wordsOf(before[field], field, wording) : "",
      after: after ? wordsOf(after[field], field, wording) : "",
      values: [before?.[field], after?.[field]] as FieldChange["values"],
    }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** True if there are states to restore: a change of fields that are never read, such as a code, has none. */
export const hasStates = ({ before, after }: Change) =>
  after !== null && (before === null || fieldChanges(before, after).length > 0);

/** The fields that a change touched, with their values where the history recorded them. */
export const changesOf = (change: Change, wording?: FieldWording<RaRecord>): FieldChange[] => [
  ...fieldChanges(change.before, change.after, wording),
  ...change.fields.filter((field) => !(field in (change.after ?? {}))).map((field) => ({ field })),
];

/** The part of a record that a state holds, so that the two can be compared. */
export const asState = (record: RaRecord, like: State): State =>
  Object.fromEntries(Object.keys(like).map((field) => [field, only(record[field], like[field])]));

/** Nested records hold more than their states do, such as tallies. */
const only = (value: unknown, like: unknown): unknown => {
  if (!Array.isArray(value) || !Array.isArray(like)) return value;
  const names = new Set(like.flatMap((item) => (item instanceof Object ? Object.keys(item) : [])));
  return value.map((item) =>
    item instanceof Object && names.size
      ? Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
      : item,
  );
};
