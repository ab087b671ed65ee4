import { Box, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslateLabel } from "react-admin";

/** The filters of one field, under its label. */
export const FilterSection = ({ field, children }: { field: string; children: ReactNode }) => {
  const id = useId();
  const labelOf = useTranslateLabel();
  return (
    <Box role="group" aria-labelledby={id} sx={{ mt: 2 }}>
      <Typography id={id} variant="h3" sx={{ px: 1, pb: 0.5, ...heading }}>
        {labelOf({ source: field })}
      </Typography>
      {children}
    </Box>
  );
};

const heading = { color: "var(--ink-soft)", fontSize: "0.8125rem", fontWeight: 600 };
