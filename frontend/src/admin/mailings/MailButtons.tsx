import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import type { Roll } from "../rolls/roll";
import { MailingDialog } from "./MailingDialog";
import { useMail } from "./mailing";

const KINDS = ["invitation", "reminder"] as const;

/** Opens the dialogs that write to the people on a roll, if mail is set up. */
export const MailButtons = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const { data: mail } = useMail();
  const [kind, setKind] = useState<(typeof KINDS)[number]>();
  if (!mail?.is_set_up) return null;
  return (
    <>
      {KINDS.map((each) => (
        <Button
          key={each}
          variant={each === "invitation" ? "contained" : "outlined"}
          size="small"
          onClick={() => setKind(each)}
        >
          {translate(`resources.mailings.buttons.${each}`)}
        </Button>
      ))}
      {kind && <MailingDialog kind={kind} roll={roll} onClose={() => setKind(undefined)} />}
    </>
  );
};
