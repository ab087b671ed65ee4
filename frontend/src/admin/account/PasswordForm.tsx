import { HttpError } from "ra-core";
import { useState } from "react";
import { Form, minLength, PasswordInput, required, SaveButton, useNotify } from "react-admin";
import type { FieldValues } from "react-hook-form";
import { FormErrorAlert } from "../editing/FormErrorAlert";
import { http } from "../http";

export const PasswordForm = () => {
  const notify = useNotify();
  // A new key empties the form.
  const [changes, setChanges] = useState(0);

  const save = async (values: FieldValues) => {
    try {
      const body = JSON.stringify(values);
      await http("/api/auth/password", { method: "POST", body });
    } catch (error) {
      if (error instanceof HttpError) return error.body.errors;
      throw error;
    }
    notify("polls.account.password_changed", { type: "info" });
    setChanges(changes + 1);
  };

  return (
    <Form key={changes} onSubmit={save} warnWhenUnsavedChanges>
      <PasswordInput
        source="current_password"
        label="polls.account.current_password"
        autoComplete="current-password"
        validate={required()}
        helperText={false}
        fullWidth
      />
      <PasswordInput
        source="new_password"
        label="polls.account.new_password"
        autoComplete="new-password"
        validate={[required(), minLength(8)]}
        helperText="polls.account.new_password_hint"
        fullWidth
      />
      <FormErrorAlert />
      <SaveButton label="polls.account.change_password" icon={null} sx={{ mt: 1 }} />
    </Form>
  );
};
