import { Alert, Box, Button, Dialog, DialogContent, DialogTitle } from "@mui/material";
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

/** The dialog has no Cancel: without a session nothing on the screen works. */
export const SignInDialog = ({ before, goOn }: SignInDialogProps) => {
  const translate = useTranslate();
  const [other, setOther] = useState<UserIdentity>();
  const meet = useCallback(
    (user: UserIdentity) => (user.id === before?.id ? goOn() : setOther(user)),
    [before, goOn],
  );
  useSignInElsewhere(meet);

  return (
    <Dialog open maxWidth="xs" fullWidth aria-labelledby="sign-in-again">
      <DialogTitle id="sign-in-again">{translate("polls.auth.session_ended")}</DialogTitle>
      <DialogContent>
        {other ? (
          <OtherUser before={before} other={other} back={() => setOther(undefined)} goOn={goOn} />
        ) : (
          <SignInForm username={before?.username} meet={meet} />
        )}
      </DialogContent>
    </Dialog>
  );
};

interface SignInFormProps {
  username: string | undefined;
  /** Called with the user who has signed in. */
  meet: (user: UserIdentity) => void;
}

const SignInForm = ({ username, meet }: SignInFormProps) => {
  const translate = useTranslate();
  // Loads another page, so that the browser asks before it discards input.
  const signInPage = useHref("/login");
  const [error, setError] = useState("");
  const [pending, setPending] = useState(false);

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
      setPending(false);
    }
  };

  return (
    <Box component="form" onSubmit={submit} sx={stack}>
      {translate("polls.auth.nothing_lost")}
      <CredentialFields username={username} error={error} />
      <Button type="submit" variant="contained" size="large" loading={pending}>
        {translate("ra.auth.sign_in")}
      </Button>
      <Button color="inherit" href={signInPage}>
        {translate("polls.auth.leave")}
      </Button>
    </Box>
  );
};

interface OtherUserProps extends SignInDialogProps {
  other: UserIdentity;
  back: () => void;
}

/** Asks before the work of one user is saved by another. */
const OtherUser = ({ before, other, back, goOn }: OtherUserProps) => {
  const translate = useTranslate();
  const names = {
    name: bidiIsolate(before?.fullName ?? ""),
    other: bidiIsolate(other.fullName ?? ""),
  };
  return (
    <Box sx={stack}>
      <Alert severity="warning" variant="outlined" sx={{ overflowWrap: "anywhere" }}>
        {translate("polls.auth.other_user", names)}
      </Alert>
      <Button variant="contained" onClick={back}>
        {translate("polls.auth.sign_in_as", names)}
      </Button>
      <Button variant="outlined" onClick={goOn}>
        {translate("polls.auth.go_on_as", names)}
      </Button>
    </Box>
  );
};

/** Calls `meet` with the user when the window gets the focus and someone has signed in in another tab. */
const useSignInElsewhere = (meet: (user: UserIdentity) => void) =>
  useEffect(() => {
    const look = () => findSignedInUser().then(meet, () => undefined);
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [meet]);

const stack = { display: "grid", gap: 2, overflowWrap: "anywhere" };
