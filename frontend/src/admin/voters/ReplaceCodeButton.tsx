import { Button, Typography } from "@mui/material";
import { useState } from "react";
import { useFormIsDirty, useRecordContext, useTranslate } from "react-admin";
import type { components } from "../../shared/schema";
import { Dialog } from "../layout/Dialog";
import { MailingDialog } from "../mailings/MailingDialog";
import { useMail } from "../mailings/mailing";
import { NewCodes } from "./NewCodes";
import { useCodeCall } from "./useCodeCall";
import { nameOf, type Voter } from "./voter";

/** Gives a person a new code, once the user has agreed. Nobody who was revoked gets one. */
export const ReplaceCodeButton = () => {
  const voter = useRecordContext<Voter>();
  const translate = useTranslate();
  // A replaced code changes the record, which would look like someone else's edit.
  const isDirty = useFormIsDirty();
  const [isOpen, setOpen] = useState(false);
  if (!voter || voter.status === "revoked") return null;
  return (
    <>
      <Button variant="outlined" size="small" disabled={isDirty} onClick={() => setOpen(true)}>
        {translate("resources.voters.replace.button")}
      </Button>
      {isOpen && <ReplaceCodeDialog voter={voter} onClose={() => setOpen(false)} />}
    </>
  );
};

const ReplaceCodeDialog = ({ voter, onClose }: { voter: Voter; onClose: () => void }) => {
  const translate = useTranslate();
  const { mutate, data, error, isPending } = useCodeCall<components["schemas"]["NewCode"]>(
    `voters/${voter.id}/code`,
  );
  const { data: mail } = useMail();
  const [isMailing, setMailing] = useState(false);
  const text = (key: string) => translate(`resources.voters.replace.${key}`);
  if (isMailing) {
    const roll = { id: voter.roll_id };
    const back = () => setMailing(false);
    const draft = { kind: "replacement", roll, voter } as const;
    return <MailingDialog {...draft} onClose={back} onSent={onClose} />;
  }
  if (data) {
    const send = mail?.is_set_up && voter.email && (
      <Button variant="outlined" onClick={() => setMailing(true)}>
        {translate("resources.mailings.buttons.replacement")}
      </Button>
    );
    return <NewCodes title={text("done")} codes={[data.code]} more={send} onClose={onClose} />;
  }
  return (
    <Dialog
      title={text("title")}
      isBusy={isPending}
      error={error?.message}
      onClose={onClose}
      action={
        <Button variant="contained" loading={isPending} onClick={() => mutate({})}>
          {text("confirm")}
        </Button>
      }
    >
      <Typography dir="auto" sx={{ fontWeight: 650, overflowWrap: "anywhere" }}>
        {nameOf(voter)}
      </Typography>
      <Typography>{text("what")}</Typography>
    </Dialog>
  );
};
