import ExpandMoreIcon from "@mui/icons-material/ExpandMore";
import {
  Accordion,
  AccordionDetails,
  AccordionSummary,
  Alert,
  Box,
  Button,
  Typography,
} from "@mui/material";
import { useId, useState } from "react";
import {
  useCanAccess,
  useGetList,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { bidiIsolate } from "../bidiIsolate";
import { useActorName } from "./Actor";
import { type Change, changesOf } from "./change";
import { FieldDiffs } from "./FieldDiffs";
import { RestoreButtons } from "./RestoreButtons";
import { useWording } from "./useWording";

// Changes that are shown at first, and that each press of the button adds.
const PER_PAGE = 10;

/** The history of the record on the screen, for those who may see it. It is loaded when it is opened. */
export const RecordHistory = () => {
  const resource = useResourceContext() ?? "";
  const record = useRecordContext();
  const translate = useTranslate();
  const id = useId();
  const { canAccess } = useCanAccess({ resource, action: "history" });
  return (
    canAccess &&
    record && (
      <Accordion
        disableGutters
        elevation={0}
        slotProps={{ transition: { unmountOnExit: true }, heading: { component: "h2" } }}
        sx={{ borderTop: "1px solid var(--rule)", "&::before": { display: "none" } }}
      >
        <AccordionSummary id={id} aria-controls={`${id}-content`} expandIcon={<ExpandMoreIcon />}>
          <Typography component="span" sx={{ fontWeight: 650 }}>
            {translate("resources.changes.history")}
          </Typography>
        </AccordionSummary>
        <AccordionDetails>
          <Timeline resource={resource} recordId={String(record.id)} />
        </AccordionDetails>
      </Accordion>
    )
  );
};

const Timeline = ({ resource, recordId }: { resource: string; recordId: string }) => {
  const translate = useTranslate();
  const [perPage, setPerPage] = useState(PER_PAGE);
  const { data, total, error, isPending } = useGetList<Change>("changes", {
    filter: { resource, record_id: recordId },
    sort: { field: "at", order: "DESC" },
    pagination: { page: 1, perPage },
  });
  if (error) return <Alert severity="error">{error.message}</Alert>;
  return (
    <Box aria-busy={isPending} sx={{ minHeight: "6rem" }}>
      {total === 0 && <Typography>{translate("resources.changes.empty")}</Typography>}
      <Box component="ol" reversed sx={{ m: 0, p: 0, listStyle: "none" }}>
        {data?.map((change) => (
          <Entry key={change.id} change={change} />
        ))}
      </Box>
      {data && total !== undefined && total > data.length && (
        <Button onClick={() => setPerPage(perPage + PER_PAGE)}>
          {translate("resources.changes.earlier")}
        </Button>
      )}
    </Box>
  );
};

const Entry = ({ change }: { change: Change }) => {
  const translate = useTranslate();
  const wording = useWording(change.resource);
  const actor = bidiIsolate(useActorName()(change));
  const action = translate(`resources.changes.values.action.${change.action}`);
  return (
    <Box component="li" sx={entry}>
      <Typography sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
        {translate("resources.changes.on_record", { action, actor })}
      </Typography>
      <Typography variant="body2" color="textSecondary" component="time" dateTime={change.at}>
        {localTime(change.at)}
        {change.note && ` · ${change.note}`}
      </Typography>
      {(change.before || change.after) && (
        <FieldDiffs changes={changesOf(change, wording)} resource={change.resource} />
      )}
      <RestoreButtons change={change} />
    </Box>
  );
};

const entry = {
  display: "grid",
  justifyItems: "start",
  gap: 0.5,
  py: 2,
  borderTop: "1px solid var(--rule)",
  "&:first-of-type": { borderTop: 0, pt: 0 },
};
