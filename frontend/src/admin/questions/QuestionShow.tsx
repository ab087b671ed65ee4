import { Box, Paper } from "@mui/material";
import { EditButton, Show, useShowContext } from "react-admin";
import { RecordHistory } from "../history/RecordHistory";
import { isNotFound } from "../http";
import { ScreenTitle } from "../layout/ScreenTitle";
import { DeleteQuestionButton } from "./DeleteQuestionButtons";
import { PollLink } from "./PollLink";
import type { Question } from "./question";
import { Rules } from "./Rules";
import { Votes } from "./Votes";

// Refetch every 2 s to show new votes. Without its default `onError`, react-admin keeps the screen when the network
// fails for a moment.
const queryOptions = { refetchInterval: 2000, onError: undefined };

export const QuestionShow = () => (
  <Show
    title={<ScreenTitle<Question> text={(question) => question.question_text} />}
    actions={false}
    aside={<Aside />}
    queryOptions={queryOptions}
    sx={{ "& .RaShow-main": { flexWrap: { xs: "wrap", md: "nowrap" }, gap: 2 } }}
  >
    <Votes />
    <RecordHistory />
  </Show>
);

const Aside = () => {
  const { record: question, error } = useShowContext<Question>();
  return (
    question &&
    !isNotFound(error) && (
      <Paper component="aside" sx={aside}>
        <PollLink question={question} />
        <Rules question={question} />
        <Box sx={{ display: "flex", gap: 1 }}>
          <EditButton variant="outlined" />
          <DeleteQuestionButton question={question} />
        </Box>
      </Paper>
    )
  );
};

const aside = {
  flex: { xs: "1 1 100%", md: "0 0 22rem" },
  alignSelf: "flex-start",
  display: "grid",
  gap: 3,
  p: { xs: 2, sm: 3 },
};
