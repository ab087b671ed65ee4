import { Typography } from "@mui/material";
import { CreateButton } from "react-admin";

export const NoQuestions = () => (
  <>
    <Typography variant="h2">No polls yet</Typography>
    <Typography color="textSecondary">
      Write a question and its choices, share the link, and watch the votes come in.
    </Typography>
    <CreateButton variant="contained" label="Make the first poll" />
  </>
);
