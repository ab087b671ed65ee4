import { Box, Typography } from "@mui/material";
import { useShowContext } from "react-admin";
import { count, figure, localTime, share } from "../../shared/locale";
import { isGone, Missing } from "../layout/Missing";
import type { Choice, Question } from "./question";
import { Status } from "./Status";

/** A poll's state and its votes so far; a result fills its row from behind the text. */
export const Votes = () => {
  const { record: question, error, isPaused } = useShowContext<Question>();
  if (error && (!question || isGone(error))) return <Missing error={error} />;
  if (!question) return null;

  return (
    <Box component="section" aria-label="Votes">
      <Box sx={head}>
        <Status />
        <Typography sx={{ fontWeight: 650 }}>{count(question.ballots, "ballot")}</Typography>
        <Typography color="textSecondary">
          {error || isPaused ? OUTDATED : term(question)}
        </Typography>
      </Box>
      <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {question.choices.map((choice) => (
          <ChoiceVotes key={choice.id} choice={choice} ballots={question.ballots} />
        ))}
      </Box>
    </Box>
  );
};

/** Its share is of the ballots: where several choices may be picked, shares add up to more than 100 %. */
const ChoiceVotes = ({ choice, ballots }: { choice: Choice; ballots: number }) => (
  <Box
    component="li"
    sx={row}
    style={{ backgroundSize: `${(100 * choice.votes) / Math.max(1, ballots)}% 100%` }}
  >
    <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>{choice.choice_text}</Box>
    <Box sx={{ fontWeight: 700 }}>{share(choice.votes, ballots)}</Box>
    <Box sx={{ minWidth: "4ch", textAlign: "right", color: "var(--ink-soft)" }}>
      {figure(choice.votes)}
    </Box>
  </Box>
);

const OUTDATED = "Not up to date: the server can't be reached.";

const term = ({ status, pub_date, closes_at }: Question) => {
  if (status === "scheduled") return `Opens ${localTime(pub_date)}`;
  if (!closes_at) return `Opened ${localTime(pub_date)}`;
  return `${status === "closed" ? "Closed" : "Closes"} ${localTime(closes_at)}`;
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
