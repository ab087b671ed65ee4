import { Button } from "@mui/material";
import { useTranslate } from "react-admin";
import { type Session, usePlace } from "./SessionRow";

interface RevokeButtonProps {
  session: Session;
  revoke: () => void;
}

export const RevokeButton = ({ session, revoke }: RevokeButtonProps) => {
  const translate = useTranslate();
  const place = usePlace(session);
  return (
    <Button
      color="inherit"
      variant="outlined"
      onClick={revoke}
      aria-label={translate("polls.account.revoke_session", { session: place })}
    >
      {translate("polls.account.revoke")}
    </Button>
  );
};
