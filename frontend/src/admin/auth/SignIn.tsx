import { Box, Button, Paper, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useLogin, useTranslate } from "react-admin";
import { DocumentTitle } from "../layout/DocumentTitle";
import { Wordmark } from "../layout/Wordmark";

export const SignIn = () => {
  const login = useLogin();
  const translate = useTranslate();
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    try {
      await login({ username: form.get("username"), password: form.get("password") });
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
      setPending(false);
    }
  };

  return (
    <Box component="main" sx={{ minHeight: "100dvh", display: "grid", placeContent: "center" }}>
      <DocumentTitle screen={translate("ra.auth.sign_in")} />
      <Paper
        component="form"
        onSubmit={submit}
        sx={{ width: "min(22rem, calc(100vw - 2rem))", p: 4, display: "grid", gap: 2 }}
      >
        <Wordmark />
        <Typography variant="h1">{translate("ra.auth.sign_in")}</Typography>
        <TextField
          name="username"
          label={translate("ra.auth.username")}
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          name="password"
          label={translate("ra.auth.password")}
          type="password"
          autoComplete="current-password"
          required
        />
        <Typography role="alert" color="error">
          {error}
        </Typography>
        <Button type="submit" variant="contained" size="large" loading={pending}>
          {translate("ra.auth.sign_in")}
        </Button>
      </Paper>
    </Box>
  );
};
