import { Box, Paper, Typography } from "@mui/material";
import { CanAccess, Show, useRecordContext, useShowContext, useTranslate } from "react-admin";
import { RecordActions } from "../bulk/RecordActions";
import { RecordHistory } from "../history/RecordHistory";
import { isNotFound } from "../http";
import { EditLink } from "../layout/EditLink";
import { RecordError } from "../layout/RecordError";
import { ScreenTitle } from "../layout/ScreenTitle";
import { PeopleOfRoll } from "../voters/PeopleOfRoll";
import { CodesOfRoll } from "./CodesOfRoll";
import { PollsOfRoll } from "./PollsOfRoll";
import type { Roll } from "./roll";

/** A roll with its polls and its people. Viewers see no people. */
export const RollShow = () => (
  <Show
    title={<ScreenTitle<Roll> text={({ name }) => name} />}
    actions={false}
    component="div"
    queryOptions={STAY_ON_ERROR}
  >
    <RollPage />
  </Show>
);

// react-admin's default handler redirects to the list.
const STAY_ON_ERROR = { onError: undefined };

const RollPage = () => {
  const { record: roll, error } = useShowContext<Roll>();
  if (error && (!roll || isNotFound(error))) return <RecordError error={error} />;
  if (!roll) return null;
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 3 }}>
      <Paper sx={{ display: "grid", gap: 2, p: { xs: 2, sm: 3 } }}>
        <Head />
        <PollsOfRoll roll={roll} />
      </Paper>
      <CanAccess resource="voters" action="list" accessDenied={null} loading={null} error={null}>
        <CodesOfRoll roll={roll} />
        <PeopleOfRoll key={roll.id} roll={roll} />
      </CanAccess>
      <RecordHistory />
    </Box>
  );
};

const Head = () => {
  const roll = useRecordContext<Roll>();
  const translate = useTranslate();
  if (!roll) return null;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
      <Typography sx={{ flex: "1 1 12rem", fontWeight: 650 }}>
        {translate("resources.rolls.may_vote", { smart_count: roll.people })}
      </Typography>
      <EditLink variant="outlined" label="resources.rolls.rename" />
      <RecordActions />
    </Box>
  );
};
