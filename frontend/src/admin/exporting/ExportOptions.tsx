import {
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  Radio,
  RadioGroup,
  Typography,
} from "@mui/material";
import { useId } from "react";
import { useTranslate, useTranslateLabel } from "react-admin";
import { type Format, MEDIA_TYPES } from "./exportList";

/** The remembered options. They list the columns to leave out, so that an export contains columns added later. */
export type Options = { format: Format; left_out: string[] };

type ExportOptionsProps = {
  resource: string;
  known: string[];
  options: Options;
  disabled: boolean;
  onChange: (options: Options) => void;
};

export const ExportOptions = (props: ExportOptionsProps) => {
  const { resource, known, options, disabled, onChange } = props;
  const translate = useTranslate();
  const labelOf = useTranslateLabel();
  const id = useId();
  const leaveOut = (left_out: string[]) => onChange({ ...options, left_out });
  const toggle = (name: string) =>
    leaveOut(
      options.left_out.includes(name)
        ? options.left_out.filter((other) => other !== name)
        : [...options.left_out, name],
    );
  return (
    <>
      <Box>
        <Typography variant="h2" id={id}>
          {translate("polls.exporting.format")}
        </Typography>
        <RadioGroup
          row
          aria-labelledby={id}
          value={options.format}
          onChange={(_, format) => onChange({ ...options, format: format as Format })}
        >
          {Object.keys(MEDIA_TYPES).map((format) => (
            <FormControlLabel
              key={format}
              value={format}
              disabled={disabled}
              control={<Radio />}
              label={translate(`polls.exporting.${format}`)}
            />
          ))}
        </RadioGroup>
      </Box>
      <Box component="fieldset" sx={fieldset}>
        <Typography component="legend" variant="h2">
          {translate("polls.exporting.columns")}
        </Typography>
        <Box sx={{ gridColumn: "1 / -1" }}>
          <Button size="small" disabled={disabled} onClick={() => leaveOut([])}>
            {translate("polls.exporting.all")}
          </Button>
          <Button size="small" disabled={disabled} onClick={() => leaveOut(known)}>
            {translate("polls.exporting.none")}
          </Button>
        </Box>
        {known.map((name) => (
          <FormControlLabel
            key={name}
            disabled={disabled}
            control={
              <Checkbox
                size="small"
                checked={!options.left_out.includes(name)}
                onChange={() => toggle(name)}
              />
            }
            label={labelOf({ resource, source: name })}
          />
        ))}
      </Box>
    </>
  );
};

const fieldset = {
  display: "grid",
  gridTemplateColumns: "repeat(auto-fill, minmax(12rem, 1fr))",
  m: 0,
  p: 0,
  border: 0,
  minWidth: 0,
};
