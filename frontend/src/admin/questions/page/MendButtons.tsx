import { Button } from "@mui/material";
import { useState } from "react";
import { useCanAccess, useTranslate } from "react-admin";
import type { Question } from "../question";
import { CorrectDialog } from "./CorrectDialog";
import { ResetDialog } from "./ResetDialog";

const DIALOGS = { correct: CorrectDialog, reset: ResetDialog };
type Way = keyof typeof DIALOGS;

/** The ways to mend a poll that has votes. */
export const MendButtons = ({ question }: { question: Question }) => (
  <>
    <MendButton question={question} way="correct" />
    <MendButton question={question} way="reset" />
  </>
);

const MendButton = ({ question, way }: { question: Question; way: Way }) => {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ action: "edit" });
  const [open, setOpen] = useState(false);
  const Dialog = DIALOGS[way];
  if (!canAccess) return null;
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {translate(`resources.questions.page.${way}`)}
      </Button>
      {open && <Dialog question={question} onClose={() => setOpen(false)} />}
    </>
  );
};
