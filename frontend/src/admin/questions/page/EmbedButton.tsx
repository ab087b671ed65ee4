import { Alert, Button, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Dialog } from "../../layout/Dialog";
import { useCopy } from "../../layout/useCopy";
import type { Question } from "../question";
import { embedSnippet } from "./embedSnippet";

interface EmbedButtonProps {
  question: Question;
  /** The address that links to polls start with. */
  site: string;
}

/** Opens the HTML that shows a poll in a frame on another site. */
export const EmbedButton = ({ question, site }: EmbedButtonProps) => {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const { field, copy } = useCopy({
    copied: "resources.questions.page.embed.copied",
    selected: "resources.questions.page.embed.selected",
  });
  const text = (key: string) => translate(`resources.questions.page.embed.${key}`, { site });
  const isSecure = site.startsWith("https:");
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {text("button")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={text("title")}
        leave="ra.action.close"
        action={
          isSecure && (
            <Button variant="contained" onClick={copy}>
              {text("copy")}
            </Button>
          )
        }
      >
        {isSecure ? (
          <>
            <Typography>{text(`hint.${question.voter_check}`)}</Typography>
            <TextField
              label={text("label")}
              value={embedSnippet(site, question.slug, question.question_text)}
              multiline
              inputRef={field}
              onFocus={(event) => event.target.select()}
              slotProps={{ input: { readOnly: true, sx: shown }, htmlInput: { spellCheck: false } }}
            />
          </>
        ) : (
          <Alert severity="warning" variant="outlined">
            {text("insecure")}
          </Alert>
        )}
      </Dialog>
    </>
  );
};

const shown = { fontFamily: "var(--font-mono)", fontSize: "0.875rem" };
