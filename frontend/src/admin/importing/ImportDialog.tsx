import { Alert, Box, Button, LinearProgress, Typography } from "@mui/material";
import { useGetResourceLabel, useRefresh, useTranslate } from "react-admin";
import { figure } from "../../shared/locale";
import { Dialog } from "../layout/Dialog";
import { ChooseFile } from "./ChooseFile";
import { Counts } from "./Counts";
import { Faults } from "./Faults";
import type { Outcome } from "./importFile";
import { MatchColumns } from "./MatchColumns";
import { useImport } from "./useImport";

interface ImportDialogProps {
  resource: string;
  values?: object;
  onClose: () => void;
}

/** Imports a file into `resource`, step by step. The dialog stays open until its user closes it. */
export const ImportDialog = ({ resource, values, onClose }: ImportDialogProps) => {
  const translate = useTranslate();
  const labelOf = useGetResourceLabel();
  const { step, isReading, error, open, read, write, cancel, restart } = useImport(
    resource,
    values,
  );
  const isWriting = step.name === "write";
  return (
    <Dialog
      isLarge
      title={translate("polls.importing.title", { name: labelOf(resource, 2).toLowerCase() })}
      isBusy={isWriting}
      error={error}
      onClose={onClose}
    >
      <Box role="status" sx={{ minHeight: 4 }}>
        {isReading && <LinearProgress aria-label={translate("polls.importing.reading")} />}
      </Box>
      {step.name === "choose" && <ChooseFile onChoose={open} disabled={isReading} />}
      {step.name === "match" && (
        <MatchColumns
          {...step}
          disabled={isReading}
          onChange={read}
          onBack={restart}
          onImport={() => write(step.request, step.preview.records)}
        />
      )}
      {isWriting && <Progress {...step} onCancel={cancel} />}
      {step.name === "end" && (
        <Ending resource={resource} outcome={step.outcome} onClose={onClose} onBack={restart} />
      )}
    </Dialog>
  );
};

const Progress = (props: { done: number; total: number; onCancel: () => void }) => {
  const translate = useTranslate();
  const { done, total, onCancel } = props;
  const text = translate("polls.importing.progress", { done: figure(done), total: figure(total) });
  return (
    <>
      <LinearProgress
        variant="determinate"
        value={(100 * done) / total}
        aria-label={translate("polls.importing.import")}
      />
      <Typography role="status">{text}</Typography>
      <Button variant="outlined" onClick={onCancel} sx={{ justifySelf: "start" }}>
        {translate("polls.importing.cancel")}
      </Button>
    </>
  );
};

type EndingProps = {
  resource: string;
  outcome: Outcome;
  onClose: () => void;
  onBack: () => void;
};

const Ending = ({ resource, outcome, onClose, onBack }: EndingProps) => {
  const translate = useTranslate();
  const refresh = useRefresh();
  const close = () => {
    refresh();
    onClose();
  };
  return (
    <>
      {outcome.kind === "created" && (
        <Alert severity="success">
          {translate("polls.importing.created", outcome.created + outcome.updated)}
          <Counts created={outcome.created} updated={outcome.updated} />
        </Alert>
      )}
      {outcome.kind === "lost" && (
        <Alert severity="warning">{translate("polls.importing.lost")}</Alert>
      )}
      {outcome.kind === "refused" && (
        <>
          <Alert severity="error">{outcome.message || translate("polls.importing.refused")}</Alert>
          <Faults resource={resource} faults={outcome.faults} count={outcome.faultCount} />
        </>
      )}
      <Box sx={{ display: "flex", gap: 1 }}>
        <Button variant="contained" onClick={close} autoFocus>
          {translate("polls.importing.close")}
        </Button>
        {outcome.kind === "refused" && (
          <Button color="inherit" onClick={onBack}>
            {translate("polls.importing.back")}
          </Button>
        )}
      </Box>
    </>
  );
};
