/** The filter of a list, changed field by field. The API reads `field`, and `field_gte` and so on as comparisons. */
export type Filter = Record<string, unknown>;
export type Value = boolean | number | string | null;

/** From `gte` to before `lt`: instants, or days such as "2026-11-03". */
export interface Range {
  gte?: string;
  lt?: string;
}

const COMPARISON = /_(neq|gte?|lte?)$/;

const fieldOf = (condition: string) => condition.replace(COMPARISON, "");

const without = (filter: Filter, field: string): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([name]) => fieldOf(name) !== field));

/** The values of a field of which a row has one. */
export const chosenValues = (filter: Filter, field: string): Value[] => {
  const chosen = filter[field] as Value | Value[] | undefined;
  return chosen === undefined ? [] : [chosen].flat();
};

/** Choose one more value of a field, or one less. */
export const toggleValue = (filter: Filter, field: string, value: Value): Filter => {
  const chosen = chosenValues(filter, field);
  const values = chosen.includes(value)
    ? chosen.filter((each) => each !== value)
    : [...chosen, value];
  return withValues(filter, field, values);
};

const withValues = (filter: Filter, field: string, values: Value[]): Filter => {
  const rest = without(filter, field);
  const [first] = values;
  if (first === undefined) return rest;
  // react-admin removes a null from the filter, but not a list with null in it.
  return { ...rest, [field]: values.length > 1 || first === null ? values : first };
};

export const rangeOf = (filter: Filter, field: string): Range => ({
  gte: filter[`${field}_gte`] as string | undefined,
  lt: filter[`${field}_lt`] as string | undefined,
});

export const isSameRange = (one: Range, other: Range) =>
  one.gte === other.gte && one.lt === other.lt;

/** Show only rows in a range. An empty range shows all. */
export const withRange = (filter: Filter, field: string, { gte, lt }: Range): Filter => ({
  ...without(filter, field),
  ...(gte && { [`${field}_gte`]: gte }),
  ...(lt && { [`${field}_lt`]: lt }),
});

export const isSameFilter = (one: Filter, other: Filter) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.keys(one).every((condition) => isSameCondition(one, other, condition));

const isSameCondition = (one: Filter, other: Filter, condition: string) =>
  JSON.stringify(one[condition]) === JSON.stringify(other[condition]);

/** The number of fields with conditions that the list does not have by default. The search is not one of them. */
export const countFields = (filter: Filter, byDefault: Filter) =>
  new Set(
    Object.keys(filter)
      .filter((condition) => !isSameCondition(filter, byDefault, condition))
      .map(fieldOf)
      .filter((field) => field !== "q"),
  ).size;
