import { Alert } from "@mui/material";
import { useEffect, useRef } from "react";
import { useNotify } from "react-admin";
import { useFormState } from "react-hook-form";

/**
 * What a refused save reports. The error of the form as a whole stays visible here. Otherwise the first marked field is
 * scrolled into view and gets the focus, so that screen readers read its error.
 */
export const FormErrors = () => {
  const { errors, isSubmitting, submitCount } = useFormState();
  const notify = useNotify();
  const message = !isSubmitting && errors.root?.serverError?.message;
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) alert.current?.scrollIntoView({ block: "center" });
  }, [message]);

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
      {message && (
        <Alert ref={alert} severity="error" variant="outlined" sx={{ width: "100%", mb: 3 }}>
          {String(message)}
        </Alert>
      )}
    </>
  );
};

/** An input with an error, or the error of a group of inputs. */
const MARKED = '[aria-invalid="true"], .MuiFormHelperText-root.Mui-error';
