import { Alert, Box, Typography } from "@mui/material";
import { type Question, VOTER_CHECK, VOTING } from "./question";

const nameOf = (names: { id: string; name: string }[], id: string) =>
  names.find((entry) => entry.id === id)?.name;

export const FixedQuestion = ({ question }: { question: Question }) => (
  <Box sx={{ width: "100%", mb: 2 }}>
    <Alert severity="info">
      {question.ballots === 1 ? "One ballot has" : `${question.ballots} ballots have`} been cast, so
      the question, its choices and who may vote are fixed.
    </Alert>
    <Typography variant="h2" sx={{ mt: 2 }}>
      {question.question_text}
    </Typography>
    <Box component="ol" sx={{ my: 1, pl: 3 }}>
      {question.choices.map((choice) => (
        <li key={choice.id}>{choice.choice_text}</li>
      ))}
    </Box>
    <Typography color="textSecondary">
      {nameOf(VOTING, question.voting)}
      {question.max_choices ? `, at most ${question.max_choices}` : ""} ·{" "}
      {nameOf(VOTER_CHECK, question.voter_check)}
    </Typography>
  </Box>
);
