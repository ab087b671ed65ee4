import { InputAdornment } from "@mui/material";
import { maxValue, NumberInput } from "react-admin";

// Shares are rounded to this part of one, because 0.6667 * 100 is not quite 66.67.
const PRECISION = 1e6;
const rounded = (share: number) => Math.round(share * PRECISION) / PRECISION;

// Of an empty input, the value may be an empty text.
const toPercent = (share: unknown) => (typeof share === "number" ? rounded(share * 100) : "");
const toShare = (typed: string) => (typed === "" ? null : rounded(Number(typed) / 100));

const isPositive = (share: number | null) =>
  share !== null && share <= 0 ? "resources.questions.form.quorum_positive" : undefined;

/** The share of a roll that has to vote, in percent. */
export const QuorumInput = () => (
  <NumberInput
    source="quorum"
    min={0}
    max={100}
    step="any"
    format={toPercent}
    parse={toShare}
    validate={[isPositive, maxValue(1, "resources.questions.form.quorum_maximum")]}
    helperText="resources.questions.help.quorum"
    slotProps={{ input: { endAdornment: <InputAdornment position="end">%</InputAdornment> } }}
  />
);
