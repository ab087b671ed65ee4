import { Alert } from "@mui/material";
import { useEffect, useRef } from "react";
import { useNotify } from "react-admin";
import { useFormState } from "react-hook-form";

/**
 * Why a form was not saved. What belongs to no field stays on the screen, unlike in react-admin, where it is gone
 * after four seconds.
 */
export const Refusal = () => {
  const { errors, isSubmitting, submitCount } = useFormState();
  const notify = useNotify();
  const alert = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each try to save
  useEffect(() => {
    if (isSubmitting || submitCount === 0) return;
    if (alert.current) alert.current.scrollIntoView({ block: "center" });
    else if (Object.keys(errors).length) notify("ra.message.invalid_form", { type: "error" });
  }, [isSubmitting, submitCount]);

  const sentence = errors.root?.serverError?.message;
  return (
    sentence &&
    !isSubmitting && (
      <Alert ref={alert} severity="error" variant="outlined" sx={{ width: "100%", mb: 3 }}>
        {String(sentence)}
      </Alert>
    )
  );
};
