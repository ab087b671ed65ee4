import { Typography } from "@mui/material";

export const Wordmark = () => (
  <Typography component="span" sx={{ fontSize: "1.125rem", fontWeight: 700 }}>
    Polls
  </Typography>
);
