import { Box, Button, Typography } from "@mui/material";
import {
  CanAccess,
  Link,
  RecordContextProvider,
  ResourceContextProvider,
  useCreatePath,
  useGetList,
  useTranslate,
} from "react-admin";
import { RecordLink } from "../layout/RecordLink";
import { newPollOf, type Question } from "../questions/question";
import { Status } from "../questions/Status";
import type { Roll } from "./roll";

// More polls than a roll usually has. The rest is in the list of polls.
const SHOWN = 50;

/** The polls that the people on a roll can vote on, newest first. */
export const PollsOfRoll = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  const { data: polls } = useGetList<Question>("questions", {
    filter: { roll_id: roll.id },
    sort: { field: "pub_date", order: "DESC" },
    pagination: { page: 1, perPage: SHOWN },
  });
  if (!polls) return null;
  return (
    <ResourceContextProvider value="questions">
      <Box component="section" sx={{ display: "grid", justifyItems: "start", gap: 1 }}>
        <Typography variant="h2">{translate("resources.rolls.polls")}</Typography>
        {polls.length === 0 && (
          <Typography color="textSecondary">{translate("resources.rolls.no_polls")}</Typography>
        )}
        {polls.length > 0 && (
          <Box component="ul" sx={list}>
            {polls.map((poll) => (
              <RecordContextProvider key={poll.id} value={poll}>
                <li>
                  <RecordLink type="show" />
                  <Status />
                </li>
              </RecordContextProvider>
            ))}
          </Box>
        )}
        <CanAccess action="create">
          <Button
            variant="outlined"
            size="small"
            component={Link}
            to={createPath({ resource: "questions", type: "create" })}
            state={{ record: newPollOf(roll.id) }}
          >
            {translate("resources.rolls.new_poll")}
          </Button>
        </CanAccess>
      </Box>
    </ResourceContextProvider>
  );
};

const list = {
  m: 0,
  p: 0,
  listStyle: "none",
  display: "grid",
  gap: 1,
  overflowWrap: "anywhere",
  "& li": { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 1.5 },
};
