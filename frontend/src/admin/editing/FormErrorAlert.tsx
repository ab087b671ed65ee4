import { Alert } from "@mui/material";
import { useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";

/** The error of the form as a whole. It stays visible; react-admin's notification disappears after four seconds. */
export const FormErrorAlert = () => {
  const { errors, isSubmitting } = useFormState();
  const message = !isSubmitting && errors.root?.serverError?.message;
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) alert.current?.scrollIntoView({ block: "center" });
  }, [message]);
  return (
    message && (
      <Alert ref={alert} severity="error" variant="outlined" sx={{ width: "100%", mb: 3 }}>
        {String(message)}
      </Alert>
    )
  );
};
