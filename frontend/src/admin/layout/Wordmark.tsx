import { Box } from "@mui/material";

export const Wordmark = () => (
  <Box component="span" sx={wordmark}>
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path strokeWidth="2" d="M4 5h15v15H4z" />
      <path strokeWidth="2.75" d="M7 8.5c3 2 6 5 8.5 8.5M21.5 1.5C15.500 6 11 11 7.500 17" />
    </svg>
    Polls
  </Box>
);

const wordmark = {
  display: "inline-flex",
  alignItems: "center",
  gap: 1,
  fontSize: "1.25rem",
  fontWeight: 700,
  letterSpacing: "-0.02em",
  svg: { width: "1.5rem", fill: "none", stroke: "currentcolor", strokeLinecap: "round" },
};
