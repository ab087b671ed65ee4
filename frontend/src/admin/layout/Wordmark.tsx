import { Box } from "@mui/material";
import { Mark } from "./Mark";

export const Wordmark = () => (
  <Box component="span" sx={wordmark}>
    <Mark /> Polls
  </Box>
);

const wordmark = {
  display: "inline-flex",
  alignItems: "center",
  gap: 1,
  fontSize: "1.25rem",
  fontWeight: 700,
  letterSpacing: "-0.02em",
};
