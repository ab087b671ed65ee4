import { Alert } from "@mui/material";
import { useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";

/** Why a form as a whole was not saved. It stays, where react-admin's word is gone after four seconds. */
export const Refusal = () => {
  const { errors, isSubmitting } = useFormState();
  const sentence = !isSubmitting && errors.root?.serverError?.message;
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sentence) alert.current?.scrollIntoView({ block: "center" });
  }, [sentence]);
  return (
    sentence && (
      <Alert ref={alert} severity="error" variant="outlined" sx={{ width: "100%", mb: 3 }}>
        {String(sentence)}
      </Alert>
    )
  );
};
