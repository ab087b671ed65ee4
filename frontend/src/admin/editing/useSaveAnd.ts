import {
  type RaRecord,
  setSubmissionErrors,
  type TransformData,
  useNotify,
  useRecordContext,
  useRedirect,
  useResourceContext,
  useSaveContext,
  useTranslate,
} from "react-admin";
import { useFormContext } from "react-hook-form";
import { usePartOf } from "../layout/useListPath";

/** Where a save leads: to the form of the saved record, or to an empty one. */
export type Next = "continue" | "another";

/** The location state of a form for another record, which takes the focus. */
export interface AnotherState {
  another?: boolean;
  /** The values that the form starts with. */
  record?: object;
}

/**
 * Submits the surrounding form as its own button does, but then goes on to `next`. `transform` replaces the one of the
 * screen.
 */
export function useSaveAnd() {
  const { handleSubmit, setError } = useFormContext();
  const { save } = useSaveContext();
  const goOn = useGoOn();

  return (next?: Next, transform?: TransformData) =>
    handleSubmit(async (values) => {
      const onSuccess = next && ((saved: RaRecord) => goOn(next, saved));
      const errors = await save?.(values, { ...(onSuccess && { onSuccess }), transform });
      if (errors) setSubmissionErrors(withoutRetry(errors), setError);
    });
}

/** “Try again” submits the form, which is not what this button did. */
const withoutRetry = ({ root, ...errors }: Record<string, Record<string, unknown>>) =>
  root ? { ...errors, root: { serverError: root.unavailable ?? root.serverError } } : errors;

function useGoOn() {
  const resource = useResourceContext() ?? "";
  const isNew = !useRecordContext()?.id;
  const notify = useNotify();
  const redirect = useRedirect();
  const translate = useTranslate();
  const partOf = usePartOf();

  return (next: Next, saved: RaRecord) => {
    const done = isNew ? "created" : "updated";
    notify(`resources.${resource}.notifications.${done}`, {
      messageArgs: { smart_count: 1, _: translate(`ra.notification.${done}`, { smart_count: 1 }) },
    });
    const record = partOf && { [partOf.field]: saved[partOf.field] };
    const state: AnotherState = { another: true, record };
    if (next === "another") redirect("create", resource, undefined, undefined, state);
    else if (isNew) redirect("edit", resource, saved.id);
  };
}
