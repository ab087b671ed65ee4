import { Box, Typography } from "@mui/material";
import { useShowContext, useTranslate } from "react-admin";
import { figure, localTime } from "../../shared/locale";
import { shares } from "../../shared/shares";
import { isNotFound } from "../http";
import { RecordError } from "../layout/RecordError";
import type { Choice, Question } from "./question";
import { Status } from "./Status";

/** The status of a poll and its votes. A bar behind each choice shows its share. */
export const Votes = () => {
  const translate = useTranslate();
  const { record: question, error, isPaused } = useShowContext<Question>();
  if (error && (!question || isNotFound(error))) return <RecordError error={error} />;
  if (!question) return null;

  const { voting, ballots, choices } = question;
  const { texts: percentages, rounded } = shares(
    choices.map(({ votes }) => votes),
    ballots,
  );
  return (
    <Box component="section" aria-label={translate("resources.questions.votes")}>
      <Box sx={head}>
        <Status />
        <Typography sx={{ fontWeight: 650 }}>
          {translate("resources.questions.ballots", { smart_count: ballots })}
        </Typography>
        <Typography color="textSecondary">
          {error || isPaused ? (
            translate("resources.questions.outdated")
          ) : (
            <Period question={question} />
          )}
        </Typography>
      </Box>
      <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {choices.map((choice, index) => (
          <ChoiceVotes
            key={choice.id}
            choice={choice}
            ballots={ballots}
            share={percentages[index]}
          />
        ))}
      </Box>
      {voting === "multiple" && <Note>{translate("resources.questions.several_choices")}</Note>}
      {voting === "single" && rounded && <Note>{translate("resources.questions.rounded")}</Note>}
    </Box>
  );
};

const ChoiceVotes = (props: { choice: Choice; ballots: number; share: string | undefined }) => {
  const { choice, ballots, share } = props;
  return (
    <Box
      component="li"
      sx={row}
      style={{ backgroundSize: `${(100 * choice.votes) / Math.max(1, ballots)}% 100%` }}
    >
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>{choice.choice_text}</Box>
      <Box sx={{ fontWeight: 700 }}>{share}</Box>
      <Box sx={{ minWidth: "4ch", textAlign: "right", color: "var(--ink-soft)" }}>
        {figure(choice.votes)}
      </Box>
    </Box>
  );
};

const Note = ({ children }: { children: string }) => (
  <Typography variant="body2" color="textSecondary" sx={{ px: { xs: 2, sm: 3 }, py: 1.25 }}>
    {children}
  </Typography>
);

const Period = ({ question }: { question: Question }) => {
  const { status, pub_date, closes_at } = question;
  const translate = useTranslate();
  const [event, time] =
    status === "scheduled"
      ? ["opens", pub_date]
      : closes_at
        ? [status === "closed" ? "closed" : "closes", closes_at]
        : ["opened", pub_date];
  return translate(`resources.questions.${event}`, { time: localTime(time) });
};

const head = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  columnGap: 1.5,
  rowGap: 0.5,
  p: { xs: 2, sm: 3 },
};

const row = {
  display: "flex",
  alignItems: "center",
  gap: 2,
  px: { xs: 2, sm: 3 },
  py: 1.25,
  borderTop: "1px solid var(--rule)",
  fontVariantNumeric: "tabular-nums",
  background: "linear-gradient(var(--fill), var(--fill)) no-repeat",
  "@media (prefers-reduced-motion: no-preference)": { transition: "background-size 0.4s" },
};
