import { Box, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";

/** Inputs that belong together, under a heading. */
export const FormSection = ({ title, children }: { title: string; children: ReactNode }) => {
  const heading = useId();
  return (
    <Box component="section" aria-labelledby={heading} sx={{ minWidth: 0, mb: 4 }}>
      <Typography variant="h2" id={heading} sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
};
