import { Box, Button, Paper, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useLogin } from "react-admin";
import { Wordmark } from "../layout/Wordmark";

export const SignIn = () => {
  const login = useLogin();
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
      <title>Sign in · Polls dashboard</title>
      <Paper
        component="form"
        onSubmit={submit}
        sx={{ width: "min(22rem, calc(100vw - 2rem))", p: 4, display: "grid", gap: 2 }}
      >
        <Wordmark />
        <Typography variant="h1">Sign in</Typography>
        <TextField name="username" label="Username" autoComplete="username" required autoFocus />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Typography role="alert" color="error">
          {error}
        </Typography>
        <Button type="submit" variant="contained" size="large" loading={pending}>
          Sign in
        </Button>
      </Paper>
    </Box>
  );
};
