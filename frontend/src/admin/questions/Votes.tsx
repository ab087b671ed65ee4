import { Box, Typography } from "@mui/material";
import { useShowContext } from "react-admin";
import { formatInstant } from "./instant";
import { type Choice, type Question, RESULTS_VISIBILITY } from "./question";
import { Status } from "./Status";

/** A poll's state and its votes so far; a result fills its row from behind the text. */
export const Votes = () => {
  const { record: question, error } = useShowContext<Question>();
  if (!question) return error ? <Typography role="alert">{error.message}</Typography> : null;

  return (
    <Box component="section" aria-label="Votes" sx={{ p: { xs: 2, sm: 3 } }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1.5 }}>
        <Status />
        <Typography>{ballots(question.ballots)}</Typography>
        <Typography color="textSecondary">{term(question)}</Typography>
      </Box>
      <Box component="ol" sx={{ listStyle: "none", p: 0, my: 2, display: "grid", gap: 1 }}>
        {question.choices.map((choice) => (
          <ChoiceVotes key={choice.id} choice={choice} ballots={question.ballots} />
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary">
        {error ? "Not up to date: the server can't be reached." : visibility(question)}
      </Typography>
    </Box>
  );
};

const ChoiceVotes = ({ choice, ballots }: { choice: Choice; ballots: number }) => {
  // Of ballots, not of votes: where several choices may be picked, the shares add up to more than 100 %.
  const share = ballots ? choice.votes / ballots : 0;
  return (
    <Box component="li" sx={row}>
      <Box aria-hidden sx={{ ...fill, width: `${share * 100}%` }} />
      <Box sx={{ position: "relative", flex: 1, overflowWrap: "anywhere" }}>
        {choice.choice_text}
      </Box>
      <Box sx={{ position: "relative", color: "var(--ink-soft)" }}>{percent.format(share)}</Box>
      <Box sx={{ position: "relative", minWidth: "3ch", textAlign: "right", fontWeight: 600 }}>
        {number.format(choice.votes)}
      </Box>
    </Box>
  );
};

const number = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: "percent" });

const ballots = (count: number) => (count === 1 ? "1 ballot" : `${number.format(count)} ballots`);

const term = ({ status, pub_date, closes_at }: Question) => {
  if (status === "scheduled") return `Opens ${formatInstant(pub_date)}`;
  if (!closes_at) return `Opened ${formatInstant(pub_date)}`;
  return `${status === "closed" ? "Closed" : "Closes"} ${formatInstant(closes_at)}`;
};

const visibility = ({ results_visibility }: Question) =>
  RESULTS_VISIBILITY.find(({ id }) => id === results_visibility)?.name;

const row = {
  position: "relative",
  display: "flex",
  gap: 2,
  px: 1.5,
  py: 1,
  border: "1px solid var(--rule)",
  borderRadius: "var(--radius)",
  overflow: "hidden",
  fontVariantNumeric: "tabular-nums",
};

const fill = {
  position: "absolute",
  inset: "0 auto 0 0",
  bgcolor: "var(--fill)",
  "@media (prefers-reduced-motion: no-preference)": { transition: "width 0.4s" },
};
