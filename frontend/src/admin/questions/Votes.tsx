import { Box, Typography } from "@mui/material";
import { useShowContext } from "react-admin";
import { count, figure, localTime } from "../../shared/locale";
import { shares } from "../../shared/shares";
import { isGone, Missing } from "../layout/Missing";
import type { Choice, Question } from "./question";
import { Status } from "./Status";

/** A poll's state and its votes so far; a result fills its row from behind the text. */
export const Votes = () => {
  const { record: question, error, isPaused } = useShowContext<Question>();
  if (error && (!question || isGone(error))) return <Missing error={error} />;
  if (!question) return null;

  const { voting, ballots, choices } = question;
  const { texts, rounded } = shares(
    choices.map(({ votes }) => votes),
    ballots,
  );
  return (
    <Box component="section" aria-label="Votes">
      <Box sx={head}>
        <Status />
        <Typography sx={{ fontWeight: 650 }}>{count(ballots, "ballot")}</Typography>
        <Typography color="textSecondary">
          {error || isPaused ? OUTDATED : term(question)}
        </Typography>
      </Box>
      <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {choices.map((choice, index) => (
          <ChoiceVotes key={choice.id} choice={choice} ballots={ballots} share={texts[index]} />
        ))}
      </Box>
      {voting === "multiple" && (
        <Note>Each ballot has one choice or more. 100% is all ballots.</Note>
      )}
      {voting === "single" && rounded && <Note>Percentages are rounded.</Note>}
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
