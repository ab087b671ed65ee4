import { Alert, Box, Typography } from "@mui/material";
import { count } from "../../shared/locale";
import { nameOf, type Question, VOTER_CHECK, votingOf } from "./question";

/** In a form, what people have voted on: to read, and why there is nothing to type. */
export const FixedQuestion = ({ question }: { question: Question }) => (
  <>
    <Alert severity="info" variant="outlined">
      {count(question.ballots, "ballot")} cast, so the question, its choices and the way to vote are
      fixed.
    </Alert>
    <Typography variant="h2" sx={{ mt: 2, overflowWrap: "anywhere" }}>
      {question.question_text}
    </Typography>
    <Box component="ol" sx={{ my: 1, pl: 3, overflowWrap: "anywhere" }}>
      {question.choices.map((choice) => (
        <li key={choice.id}>{choice.choice_text}</li>
      ))}
    </Box>
    <Typography color="textSecondary">
      {votingOf(question)} · {nameOf(VOTER_CHECK, question.voter_check)}
    </Typography>
  </>
);
