import { Alert, Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { timeZone } from "../dates/zonedTime";
import { Counts } from "./Counts";
import { Faults } from "./Faults";
import type { ImportRequest, Preview } from "./importFile";
import { PreviewTable } from "./PreviewTable";
import { useFieldLabel } from "./useFieldLabel";

// The encodings that the API reads, as Python names them.
const ENCODINGS = [
  ...["utf_8", "utf_16_le", "utf_16_be", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254"],
  ...["cp1255", "cp1256", "cp1257", "cp932", "gb18030", "big5", "cp949"],
];

type MatchColumnsProps = {
  request: ImportRequest;
  preview: Preview;
  disabled: boolean;
  onChange: (request: ImportRequest) => void;
  onBack: () => void;
  onImport: () => void;
};

/** Shows how a file is read, lets the user match its columns, and lists what has to be corrected. */
export const MatchColumns = (props: MatchColumnsProps) => {
  const { request, preview, disabled, onChange, onBack, onImport } = props;
  const translate = useTranslate();
  const { resource } = request;
  const { records, updated, fault_count: faults, notice_count: notices } = preview;
  return (
    <>
      <Alert severity={faults > 0 ? "error" : "info"} role="status">
        {records === 0
          ? translate("polls.importing.no_records")
          : translate(`polls.importing.${faults > 0 ? "faults" : "ready"}`, faults || records)}
        {faults === 0 && <Counts created={records - updated} updated={updated} />}
      </Alert>
      <Faults resource={resource} faults={preview.faults} count={faults} />
      {notices > 0 && (
        <>
          <Alert severity="info">{translate("polls.importing.notices", notices)}</Alert>
          <Faults resource={resource} faults={preview.notices} count={notices} kind="notice" />
        </>
      )}
      <Columns request={request} preview={preview} disabled={disabled} onChange={onChange} />
      <PreviewTable resource={resource} preview={preview} />
      <TextField
        select
        label={translate("polls.importing.encoding")}
        helperText={translate("polls.importing.encoding_hint")}
        value={preview.encoding}
        disabled={disabled}
        onChange={(event) =>
          onChange({ ...request, columns: undefined, encoding: event.target.value })
        }
      >
        {ENCODINGS.map((encoding) => (
          <MenuItem key={encoding} value={encoding}>
            {encoding.replaceAll("_", "-").toUpperCase()}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        <Button
          variant="contained"
          disabled={disabled || faults > 0 || records === 0}
          onClick={onImport}
        >
          {translate("polls.importing.start", records)}
        </Button>
        <Button color="inherit" onClick={onBack}>
          {translate("polls.importing.back")}
        </Button>
      </Box>
    </>
  );
};

type ColumnsProps = Pick<MatchColumnsProps, "request" | "preview" | "disabled" | "onChange">;

const Columns = ({ request, preview, disabled, onChange }: ColumnsProps) => {
  const translate = useTranslate();
  const labelOf = useFieldLabel(request.resource);
  const match = (index: number, chosen: string) => {
    // A field has one column: the one that had it before loses it.
    const columns = preview.columns.map(({ field }, other) =>
      other === index ? chosen || null : field === chosen ? null : field,
    );
    onChange({ ...request, columns });
  };
  return (
    <Box component="fieldset" sx={fieldset}>
      <Typography component="legend" variant="h2">
        {translate("polls.importing.columns")}
      </Typography>
      <Typography color="textSecondary" sx={{ gridColumn: "1 / -1" }}>
        {translate("polls.importing.columns_hint", { zone: timeZone })}
      </Typography>
      {preview.columns.map(({ name, field, read_only }, index) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns can have the same name
          key={index}
          select
          label={name || `${index + 1}`}
          helperText={read_only && translate("polls.importing.read_only")}
          value={field ?? ""}
          disabled={disabled}
          onChange={(event) => match(index, event.target.value)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true, dir: "auto" } }}
        >
          <MenuItem value="">{translate("polls.importing.ignored")}</MenuItem>
          {preview.fields.map((choice) => (
            <MenuItem key={choice.name} value={choice.name}>
              {labelOf(choice)}
            </MenuItem>
          ))}
        </TextField>
      ))}
    </Box>
  );
};

const fieldset = {
  display: "grid",
  gridTemplateColumns: "repeat(auto-fill, minmax(14rem, 1fr))",
  columnGap: 2,
  m: 0,
  p: 0,
  border: 0,
  minWidth: 0,
};
