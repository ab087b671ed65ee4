import { Box } from "@mui/material";
import { useTranslate } from "react-admin";
import { nameOf, type Question, RESULTS_VISIBILITY, VOTER_CHECK, votingOf } from "./question";

/** The rules that a poll runs by. */
export const Rules = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const rules = {
    voting: votingOf(question),
    voter_check: nameOf(VOTER_CHECK, question.voter_check),
    results_visibility: nameOf(RESULTS_VISIBILITY, question.results_visibility),
    listed: question.listed ? "Everyone" : "Those who have the link",
  };
  return (
    <Box component="dl" sx={list}>
      {Object.entries(rules).map(([field, rule]) => (
        <div key={field}>
          <dt>{translate(`resources.questions.fields.${field}`)}</dt>
          <dd>{rule}</dd>
        </div>
      ))}
    </Box>
  );
};

const list = {
  m: 0,
  display: "grid",
  gap: 1,
  dt: { color: "var(--ink-soft)", fontSize: "0.8125rem" },
  dd: { m: 0 },
};
