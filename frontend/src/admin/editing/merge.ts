/** What can differ between two versions of a record, and how each field is put for a reader. */
export type Wording<R> = { [Field in keyof R]?: (value: R[Field]) => string | string[] };

export const inWords = <R, Field extends keyof R>(
  wording: Wording<R>,
  field: Field,
  value: R[Field],
) => wording[field]?.(value);

/** A field whose values in the form and in the database went apart. `shown` is the one the form has. */
export interface Change<R> {
  field: keyof R;
  mine: R[keyof R];
  theirs: R[keyof R];
  shown: "mine" | "theirs";
  /** `taken`: only they changed it; `both`: so did I; `fixed`: I did, but it can't be changed any more. */
  kind: "taken" | "both" | "fixed";
}

/**
 * A form goes on from `theirs`, the record as it is now: what I changed since `base` stays as it is in `mine`, all
 * else is theirs. `changes` is what to tell about it, and is empty for a form in which nothing was changed.
 */
export function merge<R extends object>(
  { base, mine, theirs }: Record<"base" | "mine" | "theirs", R>,
  wording: Wording<R>,
  fixed: readonly (keyof R)[] = [],
) {
  const values: R = { ...theirs };
  const changes: Change<R>[] = [];
  let edited = false;
  for (const field of Object.keys(mine) as (keyof R)[]) {
    const [was, my, their] = [base, mine, theirs].map((record) => {
      // Compared as they are read: votes that came in, or a rewritten date, are nobody's edit.
      const value = record[field];
      return JSON.stringify(inWords(wording, field, value) ?? value);
    });
    edited ||= my !== was;
    if (my === their) continue;
    const kind = my === was ? "taken" : fixed.includes(field) ? "fixed" : "both";
    const change: Change<R> = {
      field,
      mine: mine[field],
      theirs: theirs[field],
      shown: kind === "both" ? "mine" : "theirs",
      kind,
    };
    if (kind === "both") {
      change.mine = mergeItems(base[field], mine[field], theirs[field]);
      values[field] = change.mine;
    }
    if (field in wording && (their !== was || kind === "fixed")) changes.push(change);
  }
  return { values, changes: edited ? changes : [] };
}

/** A list as I have it, with the items that they added, changed or removed, and that I left alone. */
function mergeItems<Value>(base: Value, mine: Value, theirs: Value): Value {
  if (!isList(base) || !isList(mine) || !isList(theirs)) return mine;
  const [was, now] = [byId(base), byId(theirs)];
  const items = mine.flatMap((item) =>
    JSON.stringify(item) === JSON.stringify(was.get(item.id)) ? (now.get(item.id) ?? []) : item,
  );
  return [...items, ...theirs.filter(({ id }) => !was.has(id))] as Value;
}

type Item = { id?: unknown };
const isList = (value: unknown): value is Item[] => Array.isArray(value);
const byId = (items: Item[]) => new Map(items.map((item) => [item.id, item]));
