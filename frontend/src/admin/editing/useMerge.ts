import { useLayoutEffect, useRef, useState } from "react";
import { type RaRecord, useNotify } from "react-admin";
import { type FieldValues, useFormContext } from "react-hook-form";
import { type Change, merge, type Wording } from "./merge";

/**
 * Takes each newer `record` into the form around, and keeps what was typed there; `changes` is what to tell
 * about it. A record that arrives during a save waits for how the save ends; where none did, what some
 * fields were refused for is theirs to show.
 */
export function useMerge<R extends RaRecord>(
  record: R,
  wording: Wording<R>,
  fixed?: (record: R) => readonly (keyof R)[],
) {
  const { getValues, reset, setValue, clearErrors, formState } = useFormContext<FieldValues>();
  const { errors, isSubmitting, isSubmitSuccessful, submitCount } = formState;
  const notify = useNotify();
  const base = useRef(record);
  const [changes, setChanges] = useState<Change<R>[]>([]);

  const continueWith = (values: R) => {
    base.current = record;
    const keep = { keepErrors: true, keepSubmitCount: true };
    reset(record, keep);
    reset(values, { ...keep, keepDefaultValues: true });
  };

  const takeIn = () => {
    if (isSubmitSuccessful) return continueWith(record);
    const versions = { base: base.current, mine: getValues() as R, theirs: record };
    const merged = merge(versions, wording, fixed?.(record));
    continueWith(merged.values);
    if (merged.changes.length === 0) return;
    clearErrors();
    const told = new Set(merged.changes.map(({ field }) => field));
    setChanges([...changes.filter(({ field }) => !told.has(field)), ...merged.changes]);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newer record and each save
  useLayoutEffect(() => {
    if (isSubmitting) return;
    if (record !== base.current) takeIn();
    else if (submitCount && Object.keys(errors).some((field) => field !== "root")) {
      notify("ra.message.invalid_form", { type: "error" });
    }
  }, [record, isSubmitting, submitCount]);

  /** Put the other of the two values into the form. */
  const swap = (change: Change<R>) => {
    const { field } = change;
    const shown = change.shown === "mine" ? "theirs" : "mine";
    // Mine may have been edited since it was compared.
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
