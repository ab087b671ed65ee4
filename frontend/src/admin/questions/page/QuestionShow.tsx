import { Box, Paper } from "@mui/material";
import { Show, useGetRecordId, useShowContext } from "react-admin";
import { RecordActions } from "../../bulk/RecordActions";
import { RecordHistory } from "../../history/RecordHistory";
import { isNotFound } from "../../http";
import { EditLink } from "../../layout/EditLink";
import { ScreenTitle } from "../../layout/ScreenTitle";
import type { Question } from "../question";
import { DuplicateButton } from "./DuplicateButton";
import { MendButtons } from "./MendButtons";
import { PollLink } from "./PollLink";
import { PreviewButton } from "./PreviewButton";
import { Rules } from "./Rules";
import { usePollStream } from "./usePollStream";
import { Votes } from "./Votes";

// In ms. While no events arrive, the page asks instead. Events say nothing about an edit of the times, so it asks now
// and then in any case.
const ASK_MS = 15_000;
const ASK_FOR_EDITS_MS = 60_000;

export const QuestionShow = () => {
  const live = usePollStream(Number(useGetRecordId()));
  return (
    <Show
      title={<ScreenTitle<Question> text={(question) => question.question_text} />}
      actions={false}
      aside={<Aside />}
      queryOptions={{
        refetchInterval: live ? ASK_FOR_EDITS_MS : ASK_MS,
        // Without its default, react-admin keeps the screen when the network fails for a moment.
        onError: undefined,
      }}
      sx={{ "& .RaShow-main": { flexWrap: { xs: "wrap", md: "nowrap" }, gap: 2 } }}
    >
      <Votes />
      <RecordHistory />
    </Show>
  );
};

const Aside = () => {
  const { record: question, error } = useShowContext<Question>();
  return (
    question &&
    !isNotFound(error) && (
      <Paper component="aside" sx={aside}>
        <PollLink question={question} />
        <Box sx={buttons}>
          <EditLink />
          <PreviewButton question={question} />
          <DuplicateButton question={question} />
          {question.ballots > 0 && <MendButtons question={question} />}
          <RecordActions />
        </Box>
        <Rules question={question} />
      </Paper>
    )
  );
};

const buttons = { display: "flex", flexWrap: "wrap", gap: 1 };

const aside = {
  flex: { xs: "1 1 100%", md: "0 0 22rem" },
  alignSelf: "flex-start",
  display: "grid",
  gap: 3,
  p: { xs: 2, sm: 3 },
};
