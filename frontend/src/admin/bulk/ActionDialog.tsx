import { Button, Skeleton, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  type DataProvider,
  type RaRecord,
  useDataProvider,
  useGetRecordRepresentation,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { useRestorableHint } from "../history/useRestorableHint";
import { Dialog } from "../layout/Dialog";
import { useActionTexts } from "./actionTexts";
import type { ActionPreview, BulkCalls } from "./bulkCalls";
import { sentencesOf } from "./sentencesOf";
import { useRunAction } from "./useRunAction";

export interface ActionDialogProps {
  action: string;
  /** The records, as in a list. */
  filter: object;
  /** The only record of the filter, on its own page. */
  record?: RaRecord;
  onClose: () => void;
  /** Called after the action, when the dialog has been closed. */
  onDone?: () => void;
}

/** Says what an action will do and to how many records, asks, shows that it runs, and reports its outcome. */
export const ActionDialog = ({ action, filter, record, onClose, onDone }: ActionDialogProps) => {
  const { name, text } = useActionTexts(action);
  const { data: preview, error: unknown } = usePreview(action, filter);
  const finish = () => {
    onClose();
    onDone?.();
  };
  const { run, isRunning, error: refused } = useRunAction({ action, filter, record }, finish);
  const error = refused ?? unknown;
  const count = preview?.applicable ?? 0;

  return (
    <Dialog
      title={
        <Title record={record} name={name}>
          {count > 0 ? text("title", count) : name}
        </Title>
      }
      isBusy={isRunning}
      error={error && sentencesOf(error)}
      onClose={onClose}
      action={
        <Button
          variant="contained"
          color={action === "delete" ? "error" : "primary"}
          loading={isRunning}
          disabled={count === 0}
          onClick={run}
        >
          {name}
        </Button>
      }
    >
      {preview && <Explanation action={action} preview={preview} />}
      {!preview && !error && <Skeleton variant="text" width="60%" />}
    </Dialog>
  );
};

const usePreview = (action: string, filter: object) => {
  const resource = useResourceContext() ?? "";
  const dataProvider = useDataProvider<DataProvider & BulkCalls>();
  return useQuery({
    queryKey: ["previewAction", resource, { action, filter }],
    queryFn: () => dataProvider.previewAction(resource, { action, filter }),
    // Asked anew whenever the dialog opens, but not while the user reads it.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
};

const Title = ({
  record,
  name,
  children,
}: {
  record?: RaRecord;
  name: string;
  children: ReactNode;
}) => {
  const translate = useTranslate();
  const representationOf = useGetRecordRepresentation(useResourceContext());
  if (!record) return children;
  const recordRepresentation = String(representationOf(record));
  return translate("polls.bulk.title_of_record", { action: name, recordRepresentation });
};

const Explanation = ({ action, preview }: { action: string; preview: ActionPreview }) => {
  const { records, applicable, related = [] } = preview;
  const translate = useTranslate();
  const { text, related: relatedText } = useActionTexts(action);
  const restorable = useRestorableHint(applicable);
  if (records === 0) return <Typography>{translate("polls.bulk.nothing_left")}</Typography>;
  if (applicable === 0) return <Typography>{text("none", records)}</Typography>;
  const others = records - applicable;
  const what = text("what", applicable);
  return (
    <>
      {what && <Typography>{what}</Typography>}
      {related.length > 0 && (
        <div>
          <Typography>{translate("polls.bulk.goes_along", { smart_count: applicable })}</Typography>
          <Typography component="ul" sx={{ m: 0, pl: 3 }}>
            {related.map(({ resource, count }) => (
              <li key={resource}>{relatedText(resource, count)}</li>
            ))}
          </Typography>
        </div>
      )}
      {action === "delete" && restorable && <Typography>{restorable}</Typography>}
      {others > 0 && <Typography color="textSecondary">{text("others", others)}</Typography>}
    </>
  );
};
