import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Dialog } from "../../layout/Dialog";
import type { Question } from "../question";

interface QrButtonProps {
  question: Question;
  /** The link that the QR code contains. */
  url: string;
}

export const QrButton = ({ question, url }: QrButtonProps) => {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const image = `/api/admin/questions/${question.id}/qr.svg`;
  const text = (key: string, values?: object) =>
    translate(`resources.questions.page.${key}`, values);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {text("qr")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        maxWidth="xs"
        title={text("qr")}
        leave="ra.action.close"
        action={
          <Button variant="contained" href={image} download={`poll-${question.slug}.svg`}>
            {text("qr_download")}
          </Button>
        }
      >
        <Box component="img" src={image} alt={text("qr_alt", { url })} sx={code} />
        <Typography variant="body2" sx={{ textAlign: "center" }}>
          {url}
        </Typography>
      </Dialog>
    </>
  );
};

// Scanners need dark on light, in dark mode too.
const code = {
  display: "block",
  width: "min(100%, 18rem)",
  aspectRatio: 1,
  mx: "auto",
  p: 1,
  background: "white",
};
