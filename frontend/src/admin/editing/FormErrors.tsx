import { useEffect, useRef } from "react";
import { useNotify } from "react-admin";
import { useFormState } from "react-hook-form";
import { FormErrorAlert } from "./FormErrorAlert";

/**
 * Reports a refused save. It shows the error of the form as a whole. Without one, it scrolls to the first marked field
 * and focuses it, so that screen readers read the error of the field.
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
