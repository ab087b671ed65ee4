import { Button, Paper, Typography } from "@mui/material";
import { CanAccess, Link, useCreatePath, useTranslate } from "react-admin";

/** Stands in for the list while there are no polls. */
export const NoQuestions = () => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    <Paper sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">{translate("resources.questions.no_polls")}</Typography>
      <Typography color="textSecondary">
        {translate("resources.questions.no_polls_hint")}
      </Typography>
      <CanAccess action="create">
        <Button
          variant="contained"
          component={Link}
          to={createPath({ resource: "questions", type: "create" })}
        >
          {translate("resources.questions.create_first")}
        </Button>
      </CanAccess>
    </Paper>
  );
};
