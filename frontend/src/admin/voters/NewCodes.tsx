import { Alert, Button, TextField } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { saveFile } from "../exporting/exportList";
import { Dialog } from "../layout/Dialog";
import { useCopy } from "../layout/useCopy";

interface NewCodesProps {
  title: string;
  codes: string[];
  /** The name of a file to download, without its ending. */
  file?: string;
  /** Another button. */
  more?: ReactNode;
  onClose: () => void;
}

/** Shows new codes. The dialog does not close by accident: later, only the sheet and the CSV file of the roll have them. */
export const NewCodes = ({ title, codes, file, more, onClose }: NewCodesProps) => {
  const translate = useTranslate();
  const { field, copy } = useCopy({
    copied: "resources.voters.codes.copied",
    selected: "resources.voters.codes.selected",
  });
  const text = (key: string) =>
    translate(`resources.voters.codes.${key}`, { smart_count: codes.length });
  const download = (name: string) => {
    const lines = ["code", ...codes].map((line) => `${line}\r\n`);
    saveFile(new File(lines, `${name}.csv`, { type: "text/csv" }));
  };
  return (
    <Dialog
      stays
      title={title}
      onClose={onClose}
      leave="ra.action.close"
      action={
        <>
          {more}
          {file && (
            <Button variant="outlined" onClick={() => download(file)}>
              {text("download")}
            </Button>
          )}
          <Button variant="contained" onClick={copy}>
            {text("copy")}
          </Button>
        </>
      }
    >
      <Alert severity="warning" variant="outlined">
        {text("once")}
      </Alert>
      <TextField
        label={text("label")}
        value={codes.join("\n")}
        multiline
        maxRows={10}
        inputRef={field}
        onFocus={(event) => event.target.select()}
        slotProps={{ input: { readOnly: true, sx: shown }, htmlInput: { spellCheck: false } }}
      />
    </Dialog>
  );
};

const shown = { fontFamily: "var(--font-mono)", fontVariantNumeric: "tabular-nums" };
