import { Box, Chip, Typography } from "@mui/material";
import { CanAccess, useShowContext, useTranslate } from "react-admin";
import { figure, localTime } from "../../../shared/locale";
import { isNotFound } from "../../http";
import { RecordError } from "../../layout/RecordError";
import { isShut, type Question } from "../question";
import { Status } from "../Status";
import { Corrections } from "./Corrections";
import { HiddenResult } from "./HiddenResult";
import { ParticipantsButton } from "./ParticipantsButton";
import { isShown, Result } from "./Result";
import { ShutUrn } from "./ShutUrn";
import { useTurnout } from "./turnout";

/** The status of a poll, its votes, and what was corrected. */
export const Votes = () => {
  const translate = useTranslate();
  const { record: question, error, isPaused } = useShowContext<Question>();
  if (error && (!question || isNotFound(error))) return <RecordError error={error} />;
  if (!question) return null;

  const { choices } = question;
  return (
    <>
      <Box component="section" aria-label={translate("resources.questions.votes")}>
        <Box sx={head}>
          <Status />
          {question.archived && (
            <Chip
              variant="outlined"
              size="small"
              label={translate("resources.questions.page.archived")}
            />
          )}
          <Typography sx={{ fontWeight: 650 }}>
            <Turnout question={question} />
          </Typography>
          <Typography color="textSecondary">
            {error || isPaused ? (
              translate("resources.questions.outdated")
            ) : (
              <Period question={question} />
            )}
          </Typography>
          <Quorum question={question} />
        </Box>
        {isShown(choices) ? (
          <Result {...question} choices={choices} />
        ) : isShut(question) ? (
          <ShutUrn />
        ) : (
          <HiddenResult key={question.id} question={question} />
        )}
      </Box>
      {question.voter_check === "roll" && question.sealed_at && (
        <CanAccess action="edit">
          <ParticipantsButton question={question} />
        </CanAccess>
      )}
      <Corrections question={question} />
    </>
  );
};

/** The number of ballots, and, if it is known, how many people can or could vote. */
const Turnout = ({ question: { id, ballots, eligible, status } }: { question: Question }) => {
  const translate = useTranslate();
  const live = useTurnout(id)?.turnout?.eligible;
  const people = eligible ?? (status === "open" || status === "closed" ? live : undefined);
  return people === undefined
    ? translate("resources.questions.ballots", { smart_count: ballots })
    : translate("resources.questions.page.turnout", {
        smart_count: ballots,
        eligible: figure(people),
      });
};

/** Says after the close whether enough people have voted. */
const Quorum = ({ question: { id } }: { question: Question }) => {
  const translate = useTranslate();
  const quorum = useTurnout(id)?.quorum;
  if (!quorum) return null;
  const outcome = quorum.reached ? "quorum_reached" : "quorum_missed";
  return (
    <Typography sx={{ flexBasis: "100%" }}>
      {translate(`resources.questions.page.${outcome}`, { smart_count: quorum.needed })}
    </Typography>
  );
};

const Period = ({ question }: { question: Question }) => {
  const { status, pub_date, closes_at } = question;
  const translate = useTranslate();
  if (status === "draft") return translate("resources.questions.form.draft_hint");
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
