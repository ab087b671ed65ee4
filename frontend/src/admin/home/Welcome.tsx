import { Box, Button, Paper, Typography } from "@mui/material";
import { CanAccess, Link, useCreatePath, useTranslate } from "react-admin";

/** The first steps in a fresh installation that the account may take. */
export const Welcome = () => {
  const translate = useTranslate();
  return (
    <Paper sx={{ display: "grid", gap: 3, p: { xs: 2, sm: 4 }, maxWidth: "42rem" }}>
      <div>
        <Typography variant="h2">{translate("polls.home.welcome")}</Typography>
        <Typography color="textSecondary">{translate("polls.home.welcome_hint")}</Typography>
      </div>
      <CanAccess
        resource="questions"
        action="create"
        accessDenied={<Typography>{translate("polls.home.wait")}</Typography>}
      >
        <Step resource="questions" text="first_poll" label="create_poll" />
      </CanAccess>
      <CanAccess resource="users" action="create" accessDenied={null}>
        <Step resource="users" text="first_users" label="create_user" />
      </CanAccess>
    </Paper>
  );
};

const Step = ({ resource, text, label }: { resource: string; text: string; label: string }) => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    <Box sx={{ display: "grid", justifyItems: "start", gap: 1.5 }}>
      <div>
        <Typography sx={{ fontWeight: 650 }}>{translate(`polls.home.${text}`)}</Typography>
        <Typography color="textSecondary">{translate(`polls.home.${text}_hint`)}</Typography>
      </div>
      <Button
        variant={resource === "questions" ? "contained" : "outlined"}
        component={Link}
        to={createPath({ resource, type: "create" })}
      >
        {translate(`polls.home.${label}`)}
      </Button>
    </Box>
  );
};
