import { Box } from "@mui/material";
import { type ChangeEvent, type ReactNode, useRef } from "react";
import {
  DateTimeInput,
  type DateTimeInputProps,
  useTranslate,
  useWrappedSource,
  type Validator,
} from "react-admin";
import { useFormContext } from "react-hook-form";
import { WhichReading } from "./WhichReading";
import { isLocal, localOf, readingsOf, timeZone } from "./zonedTime";

/**
 * A date and time in the user's zone, which is named below the input. The value in the form is an ISO instant or
 * null. A local time that the clocks skip or show twice stays in the form as it was typed and is refused, until the
 * user enters another one or says which one is meant. An unedited value keeps its seconds.
 */
export const ZonedDateTimeInput = ({
  helperText,
  validate = [],
  ...input
}: Omit<DateTimeInputProps, "format" | "parse">) => {
  const translate = useTranslate();
  const source = useWrappedSource(input.source);
  const { setValue } = useFormContext();
  const box = useRef<HTMLDivElement>(null);

  const isComplete: Validator = () =>
    box.current?.querySelector("input")?.validity.badInput ? "polls.dates.incomplete" : undefined;

  // react-admin's input reports that it was cleared when it loses the focus, which is too late for a save by keyboard.
  const reportClear = ({ target }: ChangeEvent<HTMLInputElement>) => {
    if (target.value || target.validity.badInput) return;
    setValue(source, null, { shouldDirty: true, shouldValidate: true });
  };

  return (
    <Box ref={box} sx={{ width: "100%" }}>
      <DateTimeInput
        {...input}
        format={toLocal}
        parse={toValue}
        validate={[isComplete, isReadable, ...[validate].flat()]}
        onChange={reportClear}
        helperText={inSentences(
          typeof helperText === "string" ? translate(helperText, { _: helperText }) : helperText,
          translate("polls.dates.zone", { zone: timeZone }),
        )}
      />
      <WhichReading source={source} />
    </Box>
  );
};

const toLocal = (value: string | null) => (value && !isLocal(value) ? localOf(value) : value);

/** The instant of a local time, or the local time itself if the clocks skip it or show it twice. */
const toValue = (local: string) => {
  const [reading, second] = readingsOf(local);
  return reading && !second ? reading.instant : local || null;
};

const isReadable: Validator = (value: string | null) =>
  value && isLocal(value)
    ? {
        message: readingsOf(value).length ? "polls.dates.twice" : "polls.dates.skipped",
        args: { zone: timeZone },
      }
    : undefined;

const inSentences = (text: ReactNode, zone: string): ReactNode =>
  text ? (
    <>
      {text} {zone}
    </>
  ) : (
    zone
  );
