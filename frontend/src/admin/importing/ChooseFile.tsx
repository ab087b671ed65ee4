import { Box, Button, TextField, Typography } from "@mui/material";
import { type DragEvent, useRef, useState } from "react";
import { useTranslate } from "react-admin";

type ChooseFileProps = { onChoose: (source: File | string) => void; disabled: boolean };

/** Takes a file from the disk, by a drop, or as cells that are pasted from a spreadsheet. */
export const ChooseFile = ({ onChoose, disabled }: ChooseFileProps) => {
  const translate = useTranslate();
  const [pasted, setPasted] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const choose = (files: FileList | null) => files?.[0] && onChoose(files[0]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  };
  return (
    <>
      <Box onDragOver={(event) => event.preventDefault()} onDrop={drop} sx={area}>
        <Typography>{translate("polls.importing.drop")}</Typography>
        <Button variant="outlined" disabled={disabled} onClick={() => input.current?.click()}>
          {translate("polls.importing.choose_file")}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(event) => choose(event.target.files)}
        />
      </Box>
      <TextField
        label={translate("polls.importing.paste")}
        helperText={translate("polls.importing.paste_hint")}
        multiline
        minRows={4}
        maxRows={10}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <Button
        variant="contained"
        disabled={disabled || !pasted.trim()}
        onClick={() => onChoose(pasted)}
        sx={{ justifySelf: "start" }}
      >
        {translate("polls.importing.continue")}
      </Button>
    </>
  );
};

const area = {
  display: "grid",
  justifyItems: "center",
  gap: 2,
  p: 4,
  border: "1px dashed var(--rule)",
  borderRadius: "var(--radius)",
  textAlign: "center",
};
