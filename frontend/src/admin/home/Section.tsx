import { Box, Paper, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";
import { Link } from "react-admin";

interface SectionProps {
  title: string;
  hint?: string;
  /** A link to all of what the section shows a part of. */
  more: { to: string; label: string };
  children: ReactNode;
}

export const Section = ({ title, hint, more, children }: SectionProps) => {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} sx={section}>
      <Box sx={head}>
        <Typography variant="h2" id={id}>
          {title}
        </Typography>
        {hint && (
          <Typography variant="body2" color="textSecondary">
            {hint}
          </Typography>
        )}
      </Box>
      {children}
      <Box sx={{ mt: "auto", px: 2, py: 1.5 }}>
        <Link to={more.to}>{more.label}</Link>
      </Box>
    </Paper>
  );
};

/** A sentence in place of rows. */
export const Note = ({ children }: { children: ReactNode }) => (
  <Typography color="textSecondary" sx={{ px: 2, py: 1.5, borderTop: "1px solid var(--rule)" }}>
    {children}
  </Typography>
);

const section = { display: "flex", flexDirection: "column", minWidth: 0 };

const head = { px: 2, pt: 2, pb: 1.5 };
