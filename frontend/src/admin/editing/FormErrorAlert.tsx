import { Alert, Button } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslate } from "react-admin";
import { useFormState } from "react-hook-form";

/**
 * The error of the form as a whole. It stays visible; react-admin's notification disappears after four seconds. After a
 * failure that may be over by now, it offers to save again.
 */
export const FormErrorAlert = () => {
  const { errors, isSubmitting } = useFormState();
  const translate = useTranslate();
  const { serverError, unavailable } = (errors.root ?? {}) as Record<string, { message?: string }>;
  const message = !isSubmitting && (serverError ?? unavailable)?.message;
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) alert.current?.scrollIntoView({ block: "center" });
  }, [message]);
  return (
    message && (
      <Alert
        ref={alert}
        severity="error"
        variant="outlined"
        sx={{ width: "100%", my: 1, overflowWrap: "anywhere" }}
        action={
          unavailable && (
            <Button type="submit" color="inherit" size="small" sx={{ whiteSpace: "nowrap" }}>
              {translate("polls.layout.try_again")}
            </Button>
          )
        }
      >
        {message}
      </Alert>
    )
  );
};
