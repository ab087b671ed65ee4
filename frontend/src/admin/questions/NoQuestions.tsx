import { Button, Paper, Typography } from "@mui/material";
import { CanAccess, Link, useCreatePath } from "react-admin";
import { ImportButton } from "../importing/ImportButton";
import { texts } from "./messages";

/** Stands in for the list while there are no polls. */
export const NoQuestions = () => {
  const createPath = useCreatePath();
  return (
    <Paper sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">{texts.noPolls}</Typography>
      <Typography color="textSecondary">{texts.noPollsHint}</Typography>
      <CanAccess action="create">
        <Button
          variant="contained"
          component={Link}
          to={createPath({ resource: "questions", type: "create" })}
        >
          {texts.createFirst}
        </Button>
      </CanAccess>
      <ImportButton />
    </Paper>
  );
};
