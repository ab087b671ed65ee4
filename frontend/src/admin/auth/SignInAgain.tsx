import { useQueryClient } from "@tanstack/react-query";
import { useGetIdentity } from "react-admin";
import { SignInDialog } from "./SignInDialog";
import { endWait, useIsSignInNeeded } from "./waitForSignIn";

/** Asks for the password over the current screen when the session has ended. */
export const SignInAgain = () => {
  const isNeeded = useIsSignInNeeded();
  const { identity } = useGetIdentity();
  const queryClient = useQueryClient();

  const goOn = () => {
    endWait(true);
    // The name in the menu, if another user has signed in.
    queryClient.invalidateQueries({ queryKey: ["auth", "getIdentity"] });
  };
  return isNeeded && <SignInDialog before={identity} goOn={goOn} />;
};
