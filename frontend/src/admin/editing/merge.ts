import { isItems, type Merged, mergeItems } from "./mergeItems";

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
  /** For a list whose `mine` holds both changes: what of theirs it does not hold. */
  clashes?: Merged<unknown>["clashes"];
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
  // Compared as they are read: votes that came in, or a rewritten date, are nobody's edit.
  const read = <Field extends keyof R>(field: Field, value: R[Field]) =>
    JSON.stringify(inWords(wording, field, value) ?? value);
  let edited = false;
  for (const field of Object.keys(mine) as (keyof R)[]) {
    const versions = { base: base[field], mine: mine[field], theirs: theirs[field] };
    const [was, my, their] = Object.values(versions).map((value) => read(field, value));
    edited ||= my !== was;
    if (my === their) continue;
    const kind = my === was ? "taken" : fixed.includes(field) ? "fixed" : "both";
    const { mine: yours, theirs: others } = versions;
    const change: Change<R> = { field, mine: yours, theirs: others, shown: "theirs", kind };
    if (kind === "both") {
      change.shown = "mine";
      if (areItems(versions)) {
        const { value, clashes } = mergeItems(versions, (item) =>
          read(field, [item] as R[keyof R]),
        );
        Object.assign(change, { mine: value, clashes });
      }
      values[field] = change.mine;
    }
    if (field in wording && (their !== was || kind === "fixed")) changes.push(change);
  }
  return { values, changes: edited ? changes : [] };
}

const areItems = (versions: object): versions is Parameters<typeof mergeItems>[0] =>
  Object.values(versions).every(isItems);
