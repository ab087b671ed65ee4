import { Button, Paper, Typography } from "@mui/material";
import { CanAccess, Link, useCreatePath } from "react-admin";

export const NoQuestions = () => {
  const createPath = useCreatePath();
  return (
    <Paper sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">No polls yet</Typography>
      <Typography color="textSecondary">
        Write a question and its choices, share the link, and watch the votes come in.
      </Typography>
      <CanAccess action="create">
        <Button
          variant="contained"
          component={Link}
          to={createPath({ resource: "questions", type: "create" })}
        >
          Make the first poll
        </Button>
      </CanAccess>
    </Paper>
  );
};
