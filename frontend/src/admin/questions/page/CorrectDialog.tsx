import { Box, Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useId, useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { Dialog } from "../../layout/Dialog";
import type { Question } from "../question";
import { correctionOf, errorsOf, textsOf } from "./correction";
import { useQuestionCall } from "./useQuestionCall";

interface CorrectDialogProps {
  question: Question;
  onClose: () => void;
}

/** Corrects texts of a poll that has votes. Each text stands beside its new version. */
export const CorrectDialog = ({ question, onClose }: CorrectDialogProps) => {
  const translate = useTranslate();
  const notify = useNotify();
  const form = useId();
  const { call, error, isPending } = useQuestionCall("correct");
  const [edits, setEdits] = useState<Record<string, string>>({});
  const { body, changed } = correctionOf(question, edits);
  const errors = errorsOf(body, error);
  const text = (key: string, values?: object) =>
    translate(`resources.questions.page.${key}`, values);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    call(question, body, () => {
      notify("resources.questions.page.correct_done");
      onClose();
    });
  };

  return (
    <Dialog
      isLarge
      isBusy={isPending}
      error={error?.message}
      onClose={onClose}
      title={text("correct_title")}
      action={
        <Button
          type="submit"
          form={form}
          variant="contained"
          loading={isPending}
          disabled={changed === 0}
        >
          {changed ? text("correct_confirm", { smart_count: changed }) : text("correct_nothing")}
        </Button>
      }
    >
      <Typography>{text("correct_hint")}</Typography>
      <Box component="form" id={form} onSubmit={submit} sx={table}>
        {textsOf(question).map(({ key, label, before }) => (
          <Box key={key} role="group" aria-label={label} sx={row}>
            <Box sx={{ minWidth: 0 }}>
              <Typography variant="caption" color="textSecondary" component="p">
                {label} · {text("as_it_is")}
              </Typography>
              <div dir="auto">{before}</div>
            </Box>
            <TextField
              label={text("corrected")}
              value={edits[key] ?? before}
              multiline
              error={key in errors}
              helperText={errors[key]}
              onChange={({ target }) => setEdits({ ...edits, [key]: target.value })}
              slotProps={{ htmlInput: { maxLength: 200 } }}
            />
          </Box>
        ))}
      </Box>
    </Dialog>
  );
};

const table = { display: "grid", gap: 1 };

const row = {
  display: "grid",
  gridTemplateColumns: { sm: "minmax(0, 1fr) minmax(0, 1fr)" },
  alignItems: "start",
  columnGap: 3,
  py: 1,
  borderTop: "1px solid var(--rule)",
};
