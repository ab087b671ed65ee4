import { FormControl, FormControlLabel, FormLabel, Radio, RadioGroup } from "@mui/material";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { useFormContext, useWatch } from "react-hook-form";
import { isLocal, localOf, readingsOf } from "./zonedTime";

const NAMES = ["polls.dates.first", "polls.dates.second"];

/** Asks which instant is meant, where the clocks show the local time of `source` twice. */
export const WhichReading = ({ source }: { source: string }) => {
  const translate = useTranslate();
  const label = useId();
  const { setValue } = useFormContext();
  const value: string | null | undefined = useWatch({ name: source });
  const local = value && !isLocal(value) ? localOf(value) : value;
  const readings = local ? readingsOf(local) : [];
  if (!value || readings.length < 2) return null;
  const chosen = isLocal(value)
    ? -1
    : readings.findLastIndex(({ instant }) => Date.parse(instant) <= Date.parse(value));

  return (
    <FormControl>
      <FormLabel id={label}>{translate("polls.dates.which", { time: local?.slice(11) })}</FormLabel>
      <RadioGroup
        row
        aria-labelledby={label}
        value={readings[chosen]?.instant ?? ""}
        onChange={(_, instant) =>
          setValue(source, instant, { shouldDirty: true, shouldValidate: true })
        }
      >
        {readings.map(({ instant, offset }, index) => (
          <FormControlLabel
            key={instant}
            value={instant}
            control={<Radio size="small" />}
            label={translate(NAMES[index] ?? "", { offset })}
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
};
