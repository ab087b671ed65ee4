import { Alert, Box, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { type Question, votingOf, wording } from "./question";

/** The fields of `FIXED_BY_VOTES`, read-only, with the reason. The form shows them in place of the inputs. */
export const FixedFields = ({ question }: { question: Question }) => (
  <>
    <Alert severity="info" variant="outlined">
      {useTranslate()("resources.questions.fixed_by_votes", { smart_count: question.ballots })}
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
      {votingOf(question)} · {wording.voter_check(question.voter_check)}
    </Typography>
  </>
);
