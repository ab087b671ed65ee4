import { Box, TextField } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { rangeOf, withRange } from "./filterValues";
import { dayOf, lastDayOf, rangeOfDays } from "./periods";

/** The first and the last day of a range. Each may be empty. */
export const DateRange = ({ field, isDate }: { field: string; isDate: boolean }) => {
  const { filterValues, setFilters } = useListContext();
  const translate = useTranslate();
  const { gte, lt } = rangeOf(filterValues, field);
  const from = gte ? dayOf(gte) : "";
  const to = lt ? lastDayOf(lt) : "";
  const show = (first: string, last: string) =>
    setFilters(withRange(filterValues, field, rangeOfDays(first, last, isDate)));

  return (
    <Box sx={{ display: "flex", gap: 1, px: 1 }}>
      <DayInput
        key={`from ${from}`}
        label={translate("polls.lists.from")}
        value={from}
        onChange={(day) => show(day, to)}
      />
      <DayInput
        key={`to ${to}`}
        label={translate("polls.lists.to")}
        value={to}
        onChange={(day) => show(from, day)}
      />
    </Box>
  );
};

interface DayInputProps {
  label: string;
  value: string;
  onChange: (day: string) => void;
}

/** A day. It changes the filter when the field is left, since a day that is being typed passes through others. */
const DayInput = ({ label, value, onChange }: DayInputProps) => (
  <TextField
    type="date"
    label={label}
    defaultValue={value}
    onBlur={({ target }) => target.value !== value && onChange(target.value)}
    onKeyDown={({ key, target }) => key === "Enter" && (target as HTMLElement).blur()}
    slotProps={{ inputLabel: { shrink: true }, htmlInput: { max: "9999-12-31" } }}
    sx={{ minWidth: 0, "& input": { px: 1, fontSize: "0.8125rem" } }}
  />
);
