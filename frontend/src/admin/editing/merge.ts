import { type FieldWording, inWords } from "./fieldWording";
import { isItems, type Merged, mergeItems } from "./mergeItems";

/** A field whose value in the form differs from the stored one. `shown` says which of the two the form shows. */
export interface Change<R> {
  field: keyof R;
  mine: R[keyof R];
  theirs: R[keyof R];
  shown: "mine" | "theirs";
  /**
   * `taken`: only they changed the field. `both`: both of us changed it. `fixed`: I changed it, but it can no longer
   * be changed.
   */
  kind: "taken" | "both" | "fixed";
  /** For a list whose `mine` combines both changes: the kinds of their changes that it leaves out. */
  clashes?: Merged<unknown>["clashes"];
}

/**
 * Three-way merge of a record. `base` is the record that the form started from, `mine` is the form, and `theirs` is the
 * record as it is stored now. Fields that I changed keep my value; all others take theirs. Fields in `fixed`
 * always take theirs. `changes` lists the fields to tell the user about, and is empty if the form has no unsaved
 * changes.
 */
export function merge<R extends object>(
  { base, mine, theirs }: Record<"base" | "mine" | "theirs", R>,
  wording: FieldWording<R>,
  fixed: readonly (keyof R)[] = [],
) {
  const values: R = { ...theirs };
  const changes: Change<R>[] = [];
  // Compares formatted values, so that new votes or another notation of the same date don't count as edits.
  const read = <Field extends keyof R>(field: Field, value: R[Field]) =>
    JSON.stringify(inWords(wording, field, value) ?? value);
  let edited = false;
  for (const field of Object.keys(mine) as (keyof R)[]) {
    const versions = { base: base[field], mine: mine[field], theirs: theirs[field] };
    const [baseText, myText, theirText] = Object.values(versions).map((value) =>
      read(field, value),
    );
    edited ||= myText !== baseText;
    if (myText === theirText) continue;
    const kind = myText === baseText ? "taken" : fixed.includes(field) ? "fixed" : "both";
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
    if (field in wording && (theirText !== baseText || kind === "fixed")) changes.push(change);
  }
  return { values, changes: edited ? changes : [] };
}

const areItems = (versions: object): versions is Parameters<typeof mergeItems>[0] =>
  Object.values(versions).every(isItems);
