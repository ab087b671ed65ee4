import { TextField, Typography } from "@mui/material";
import { useTranslate } from "react-admin";

interface CredentialFieldsProps {
  /** The name that is expected. The focus is then on the password. */
  username?: string;
  error?: string;
}

/** The fields of a sign-in form, by name `username` and `password`, and its error. */
export const CredentialFields = ({ username, error }: CredentialFieldsProps) => {
  const translate = useTranslate();
  return (
    <>
      <TextField
        name="username"
        label={translate("ra.auth.username")}
        autoComplete="username"
        defaultValue={username}
        required
        autoFocus={!username}
      />
      <TextField
        name="password"
        label={translate("ra.auth.password")}
        type="password"
        autoComplete="current-password"
        required
        autoFocus={Boolean(username)}
      />
      <Typography role="alert" color="error">
        {error}
      </Typography>
    </>
  );
};
