import { useLayoutEffect, useRef, useState } from "react";
import type { RaRecord } from "react-admin";
import { type FieldValues, useFormContext } from "react-hook-form";
import type { FieldWording } from "./fieldWording";
import { type Change, merge } from "./merge";

/**
 * Merges each newer `record` into the surrounding form without losing unsaved input. `changes` lists the fields to
 * tell the user about. A record that arrives during a save is merged when the save has ended.
 */
export function useMerge<R extends RaRecord>(
  record: R,
  wording: FieldWording<R>,
  fixed?: (record: R) => readonly (keyof R)[],
) {
  const { getValues, reset, setValue, clearErrors, formState } = useFormContext<FieldValues>();
  const { isSubmitting, isSubmitSuccessful } = formState;
  const base = useRef(record);
  const [changes, setChanges] = useState<Change<R>[]>([]);

  const continueWith = (values: R) => {
    base.current = record;
    const keep = { keepErrors: true, keepSubmitCount: true };
    reset(record, keep);
    reset(values, { ...keep, keepDefaultValues: true });
  };

  const mergeRecord = () => {
    if (isSubmitSuccessful) {
      setChanges([]);
      return continueWith(record);
    }
    const versions = { base: base.current, mine: getValues() as R, theirs: record };
    const merged = merge(versions, wording, fixed?.(record));
    continueWith(merged.values);
    if (merged.changes.length === 0) return;
    clearErrors();
    const updated = new Set(merged.changes.map(({ field }) => field));
    setChanges([...changes.filter(({ field }) => !updated.has(field)), ...merged.changes]);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each newer record and each save
  useLayoutEffect(() => {
    if (isSubmitting) return;
    if (record !== base.current || isSubmitSuccessful) mergeRecord();
  }, [record, isSubmitting]);

  /** Replace the value in the form by the other one. */
  const swap = (change: Change<R>) => {
    const { field } = change;
    const shown = change.shown === "mine" ? "theirs" : "mine";
    // The user may have edited the field since the merge.
    const swapped: Change<R> = { ...change, [change.shown]: getValues(String(field)), shown };
    setValue(String(field), change[shown], { shouldDirty: true });
    setChanges(changes.map((other) => (other === change ? swapped : other)));
  };

  const discard = () => {
    reset(record);
    setChanges([]);
  };

  return { changes, swap, discard };
}
