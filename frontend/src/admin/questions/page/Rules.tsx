import { Box } from "@mui/material";
import { useTranslate } from "react-admin";
import { type Question, votingOf, wording } from "../question";
import { RollName } from "../RollName";

/** The rules of a poll: who can vote how, and who sees what. */
export const Rules = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const rules = {
    voting: votingOf(question),
    voter_check: wording.voter_check(question.voter_check),
    results_visibility: wording.results_visibility(question.results_visibility),
    listed: wording.listed(question.listed),
  };
  return (
    <Box component="dl" sx={list}>
      {Object.entries(rules).map(([field, rule]) => (
        <div key={field}>
          <dt>{translate(`resources.questions.fields.${field}`)}</dt>
          <dd>{rule}</dd>
        </div>
      ))}
      {question.roll_id !== null && (
        <div>
          <dt>{translate("resources.questions.fields.roll_id")}</dt>
          <dd>
            <RollName />
          </dd>
        </div>
      )}
      {question.quorum !== null && (
        <div>
          <dt>{translate("resources.questions.fields.quorum")}</dt>
          <dd>{wording.quorum(question.quorum)}</dd>
        </div>
      )}
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
