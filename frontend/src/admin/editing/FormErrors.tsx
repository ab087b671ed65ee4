import { useEffect, useRef } from "react";
import { useNotify } from "react-admin";
import { useFormState } from "react-hook-form";
import { FormErrorAlert } from "./FormErrorAlert";

/**
 * What a refused save reports: the error of the form as a whole, or else the first marked field, which is scrolled into
 * view and gets the focus, so that screen readers read its error.
 */
export const FormErrors = () => {
  const { isSubmitting, submitCount } = useFormState();
  const notify = useNotify();
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (isSubmitting || submitCount === 0) return;
    const field = mark.current?.closest("form")?.querySelector<HTMLElement>(MARKED);
    if (!field) return;
    notify("ra.message.invalid_form", { type: "error" });
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }, [isSubmitting, submitCount, notify]);

  return (
    <>
      <span ref={mark} hidden />
      <FormErrorAlert />
    </>
  );
};

/** An input with an error, or the error of a group of inputs. */
const MARKED = '[aria-invalid="true"], .MuiFormHelperText-root.Mui-error';
