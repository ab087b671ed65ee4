import { Alert, Box, Typography } from "@mui/material";
import { FieldTitle, useTranslate } from "react-admin";
import { MendButtons } from "../page/MendButtons";
import { type Question, votingOf, wording } from "../question";
import { RollName } from "../RollName";

/** The texts of a poll that has votes, with the reason why they are no inputs, and what can be done instead. */
export const FixedTexts = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  return (
    <>
      <Alert severity="info" variant="outlined">
        {translate("resources.questions.fixed_by_votes", { smart_count: question.ballots })}{" "}
        {translate("resources.questions.form.fixed_ways")}
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, mt: 1 }}>
          <MendButtons question={question} />
        </Box>
      </Alert>
      <Typography variant="h3" dir="auto" sx={text}>
        {question.question_text}
      </Typography>
      <Box component="ol" sx={{ my: 1, pl: 3, overflowWrap: "anywhere" }}>
        {question.choices.map((choice) => (
          <li key={choice.id}>
            <bdi>{choice.choice_text}</bdi>
          </li>
        ))}
      </Box>
    </>
  );
};

/** How people vote on a poll that has votes. */
export const FixedVoting = ({ question }: { question: Question }) => (
  <>
    <Typography>
      {votingOf(question)} · {wording.voter_check(question.voter_check)}
    </Typography>
    {question.roll_id !== null && <RollName />}
    {question.quorum !== null && (
      <Typography>
        <FieldTitle source="quorum" resource="questions" />: {wording.quorum(question.quorum)}
      </Typography>
    )}
  </>
);

const text = { mt: 2, fontSize: "1.0625rem", fontWeight: 650, overflowWrap: "anywhere" };
