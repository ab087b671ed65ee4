import { Alert, Button, Dialog, DialogContent, DialogTitle } from "@mui/material";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { type UserIdentity, useTranslate } from "react-admin";
import { useHref } from "react-router-dom";
import { bidiIsolate } from "../bidiIsolate";
import { authProvider, findSignedInUser } from "./authProvider";
import { CredentialFields } from "./CredentialFields";

interface SignInDialogProps {
  /** The user who was signed in. */
  before: UserIdentity | undefined;
  /** Called when the same user is signed in again, or another one who wants to go on. */
  goOn: () => void;
}

/**
 * The dialog has no Cancel: without a session nothing on the screen works. “Leave” loads another page, so that the
 * browser asks before it discards input.
 */
export const SignInDialog = ({ before, goOn }: SignInDialogProps) => {
  const translate = useTranslate();
  const signInPage = useHref("/login");
  const [other, setOther] = useState<string>();
  const [error, setError] = useState("");
  const [pending, setPending] = useState(false);

  const meet = useCallback(
    (user: UserIdentity) => (user.id === before?.id ? goOn() : setOther(user.fullName)),
    [before, goOn],
  );
  useSignInElsewhere(meet);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation(); // React passes the event on to the form under the dialog.
    const form = new FormData(event.currentTarget);
    setPending(true);
    try {
      await authProvider.login({
        username: form.get("username"),
        password: form.get("password"),
      });
      meet(await findSignedInUser());
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
    setPending(false);
  };

  const name = bidiIsolate(before?.fullName ?? "");
  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="sign-in-again">
      <DialogTitle id="sign-in-again">{translate("polls.auth.session_ended")}</DialogTitle>
      {other ? (
        <DialogContent sx={stack}>
          <Alert severity="warning" variant="outlined">
            {translate("polls.auth.other_user", { name, other: bidiIsolate(other) })}
          </Alert>
          <Button variant="contained" onClick={() => setOther(undefined)}>
            {translate("polls.auth.sign_in_as", { name })}
          </Button>
          <Button variant="outlined" onClick={goOn}>
            {translate("polls.auth.go_on_as", { name: bidiIsolate(other) })}
          </Button>
        </DialogContent>
      ) : (
        <DialogContent sx={stack} component="form" onSubmit={submit}>
          {translate("polls.auth.nothing_lost")}
          <CredentialFields username={before?.username} error={error} />
          <Button type="submit" variant="contained" size="large" loading={pending}>
            {translate("ra.auth.sign_in")}
          </Button>
          <Button color="inherit" href={signInPage}>
            {translate("polls.auth.leave")}
          </Button>
        </DialogContent>
      )}
    </Dialog>
  );
};

/** Calls `meet` with the user when the window gets the focus and someone has signed in in another tab. */
const useSignInElsewhere = (meet: (user: UserIdentity) => void) =>
  useEffect(() => {
    const look = () => findSignedInUser().then(meet, () => undefined);
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [meet]);

const stack = { display: "grid", gap: 2 };
