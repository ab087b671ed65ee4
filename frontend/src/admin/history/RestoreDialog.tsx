import { Button, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  HttpError,
  Link,
  useCreatePath,
  useGetOne,
  useNotify,
  useRefresh,
  useTranslate,
} from "react-admin";
import { Dialog } from "../layout/Dialog";
import { asState, type Change, fieldChanges, type State } from "./change";
import { FieldDiffs } from "./FieldDiffs";
import { restore } from "./restore";
import { useWording } from "./useWording";

interface RestoreDialogProps {
  change: Change;
  side: "before" | "after";
  close: () => void;
}

/** Asks whether to bring a record to an earlier state, and says what that would change. */
export const RestoreDialog = ({ change, side, close }: RestoreDialogProps) => {
  const translate = useTranslate();
  const wording = useWording(change.resource);
  const state = change[side] as State;
  const {
    data: record,
    error: unread,
    refetch,
  } = useGetOne(change.resource, { id: change.record_id ?? "" });
  const changes = record && fieldChanges(asState(record, state), state, wording);
  const { mutate, isPending, error } = useRestore(change, side, close, refetch);
  const isSame = changes?.length === 0;

  return (
    <AskingDialog
      resource={change.resource}
      title={translate("resources.changes.dialog_title")}
      error={error ?? unread}
      close={close}
      restore={() => mutate(record?.version)}
      isBusy={isPending}
      disabled={!changes || isSame}
    >
      <Typography>
        {translate(`resources.changes.${isSame ? "dialog_same" : "dialog_hint"}`)}
      </Typography>
      {changes && !isSame && <FieldDiffs changes={changes} resource={change.resource} />}
    </AskingDialog>
  );
};

/** Asks whether to create a deleted record again. */
export const RecreateDialog = ({ change, close }: Omit<RestoreDialogProps, "side">) => {
  const translate = useTranslate();
  const { mutate, isPending, error } = useRestore(change, "before", close);
  const hint = translate("resources.changes.recreate_hint");
  return (
    <AskingDialog
      resource={change.resource}
      title={translate("resources.changes.recreate_title", { record: change.record })}
      error={error}
      close={close}
      restore={() => mutate(undefined)}
      isBusy={isPending}
    >
      <Typography>
        {translate(`resources.${change.resource}.recreate_hint`, { _: hint })}
      </Typography>
    </AskingDialog>
  );
};

const useRestore = (
  change: Change,
  side: RestoreDialogProps["side"],
  close: () => void,
  refused?: () => void,
) => {
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (version: unknown) => restore(change.id, side, version),
    onSuccess: () => {
      notify("resources.changes.restored", { type: "success" });
      refresh();
      close();
    },
    // Someone else may have changed the record: show what the state would change now.
    onError: () => refused?.(),
  });
};

interface AskingDialogProps {
  resource: string;
  title: string;
  error: Error | null;
  isBusy: boolean;
  disabled?: boolean;
  close: () => void;
  restore: () => void;
  children: ReactNode;
}

const AskingDialog = (props: AskingDialogProps) => {
  const { resource, title, error, isBusy, disabled, close, restore, children } = props;
  const translate = useTranslate();
  return (
    <Dialog
      title={title}
      isBusy={isBusy}
      error={
        error && (
          <>
            {error.message} <RestoredLink resource={resource} error={error} />
          </>
        )
      }
      onClose={close}
      action={
        <Button variant="contained" loading={isBusy} disabled={disabled} onClick={restore}>
          {translate("resources.changes.restore")}
        </Button>
      }
    >
      {children}
    </Dialog>
  );
};

/** A link to the record that a deleted one has become, if that is why it can't be restored again. */
const RestoredLink = ({ resource, error }: { resource: string; error: Error }) => {
  const createPath = useCreatePath();
  const translate = useTranslate();
  const id = error instanceof HttpError && error.body?.record_id;
  return (
    id && (
      <Link to={createPath({ resource, type: "show", id })}>
        {translate("resources.changes.show_restored")}
      </Link>
    )
  );
};
