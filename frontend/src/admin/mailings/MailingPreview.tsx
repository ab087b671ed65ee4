import { Box, Typography } from "@mui/material";
import { useId } from "react";
import { useTranslate } from "react-admin";
import type { Language } from "../../shared/languages";
import type { Preview } from "./mailing";

interface MailingPreviewProps {
  preview: Preview;
  language: Language;
}

/** A message as a person will read it: as a page, and as plain text. The frame runs no scripts. */
export const MailingPreview = ({ preview, language }: MailingPreviewProps) => {
  const translate = useTranslate();
  const id = useId();
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 1 }}>
      <Typography lang={language} dir="auto" sx={{ fontWeight: 650, textAlign: "start" }}>
        {preview.subject}
      </Typography>
      <Box
        component="iframe"
        sandbox=""
        title={translate("resources.mailings.preview")}
        srcDoc={preview.html}
        sx={frame}
      />
      <Typography variant="body2" color="textSecondary" id={id}>
        {translate("resources.mailings.plain_text")}
      </Typography>
      <Box component="pre" aria-labelledby={id} lang={language} dir="auto" sx={plain}>
        {preview.text}
      </Box>
    </Box>
  );
};

const border = { border: "1px solid var(--rule)", borderRadius: "var(--radius)" };

const frame = { ...border, width: "100%", height: "18rem" };

const plain = {
  ...border,
  m: 0,
  p: 1.5,
  textAlign: "start",
  whiteSpace: "pre-wrap",
  fontFamily: "var(--font-mono)",
  fontSize: "0.8125rem",
};
