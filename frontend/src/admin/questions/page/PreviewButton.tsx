import { Box, Button, ToggleButton, ToggleButtonGroup, useTheme } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Dialog } from "../../layout/Dialog";
import type { Question } from "../question";

// In px.
const WIDTHS = { phone: 390, desktop: 1024 };
type Device = keyof typeof WIDTHS;

/** Shows the poll as voters see it, in a dialog. */
export const PreviewButton = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const { palette } = useTheme();
  const [open, setOpen] = useState(false);
  const [device, setDevice] = useState<Device>("phone");
  const text = (key: string) => translate(`resources.questions.page.${key}`);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {text("preview")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        maxWidth={false}
        title={text("preview_title")}
        leave="ra.action.close"
      >
        <ToggleButtonGroup
          exclusive
          size="small"
          value={device}
          aria-label={text("preview_width")}
          onChange={(_, chosen: Device | null) => chosen && setDevice(chosen)}
          sx={{ justifySelf: "start" }}
        >
          {(Object.keys(WIDTHS) as Device[]).map((name) => (
            <ToggleButton key={name} value={name}>
              {text(name)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Box
          component="iframe"
          title={text("preview_title")}
          src={`/preview/${question.id}?theme=${palette.mode}`}
          sx={{ ...frame, width: WIDTHS[device] }}
        />
      </Dialog>
    </>
  );
};

const frame = {
  display: "block",
  maxWidth: "100%",
  height: "min(44rem, 60vh)",
  mx: "auto",
  border: "1px solid var(--rule)",
  borderRadius: "var(--radius)",
};
