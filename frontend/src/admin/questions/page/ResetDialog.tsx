import { Button, Checkbox, FormControlLabel, Typography } from "@mui/material";
import { useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { Dialog } from "../../layout/Dialog";
import type { Question } from "../question";
import { useQuestionCall } from "./useQuestionCall";

interface ResetDialogProps {
  question: Question;
  onClose: () => void;
}

/** Throws away the votes of a poll, once the user has ticked how many. */
export const ResetDialog = ({ question, onClose }: ResetDialogProps) => {
  const translate = useTranslate();
  const notify = useNotify();
  const { call, error, isPending } = useQuestionCall("reset");
  const { ballots } = question;
  // The number that was ticked: more votes may come in while the dialog is open, and these were not meant.
  const [ticked, setTicked] = useState<number>();
  const text = (key: string, values?: object) =>
    translate(`resources.questions.page.${key}`, values);

  const reset = () =>
    call(question, { ballots }, () => {
      notify("resources.questions.page.reset_done");
      onClose();
    });

  return (
    <Dialog
      isBusy={isPending}
      error={error?.message}
      onClose={onClose}
      title={text("reset_title")}
      action={
        <Button
          variant="contained"
          color="warning"
          loading={isPending}
          disabled={ticked !== ballots}
          onClick={reset}
        >
          {text("reset_confirm")}
        </Button>
      }
    >
      <Typography dir="auto" sx={{ fontWeight: 650 }}>
        {question.question_text}
      </Typography>
      <Typography>{text("reset_hint")}</Typography>
      <FormControlLabel
        control={
          <Checkbox
            checked={ticked === ballots}
            onChange={(_, checked) => setTicked(checked ? ballots : undefined)}
          />
        }
        label={text("reset_tick", { smart_count: ballots })}
      />
    </Dialog>
  );
};
