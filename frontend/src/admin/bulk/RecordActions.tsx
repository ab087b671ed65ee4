import { Button, type Theme, useMediaQuery } from "@mui/material";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import {
  type DataProvider,
  type RaRecord,
  useDataProvider,
  useRecordContext,
  useRedirect,
  useResourceContext,
} from "react-admin";
import { useListPath } from "../layout/useListPath";
import { ActionDialog } from "./ActionDialog";
import { ActionsMenu } from "./ActionsMenu";
import { useActionName } from "./actionTexts";
import type { BulkCalls } from "./bulkCalls";
import { useBulkActions } from "./useBulkActions";

/** The actions of the resource on the record of this page: a menu, and a button that deletes it. On a phone, all in one. */
export const RecordActions = ({ disabled }: { disabled?: boolean }) => {
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const record = useRecordContext();
  const redirect = useRedirect();
  const list = useListPath();
  const nameOf = useActionName();
  const actions = useBulkActions();
  const changes = actions.filter((action) => action !== "delete");
  // With the record as the user saw it: a delete is refused if it is another one by now.
  const [chosen, setChosen] = useState<{ action: string; record: RaRecord }>();
  const [isOpen, setOpen] = useState(false);
  const isApplicable = useApplicable(changes, isOpen);
  if (record?.id === undefined) return null;
  const choose = (action: string) => setChosen({ action, record });
  return (
    <>
      <ActionsMenu
        variant="outlined"
        disabled={disabled}
        actions={narrow ? actions : changes}
        isApplicable={isApplicable}
        onToggle={setOpen}
        onChoose={choose}
      />
      {!narrow && actions.includes("delete") && (
        <Button
          variant="outlined"
          size="small"
          color="error"
          disabled={disabled}
          onClick={() => choose("delete")}
        >
          {nameOf("delete")}
        </Button>
      )}
      {chosen && (
        <ActionDialog
          {...chosen}
          filter={{ id: [record.id] }}
          onClose={() => setChosen(undefined)}
          onDone={chosen.action === "delete" ? () => redirect(list) : undefined}
        />
      )}
    </>
  );
};

/** Asks which actions apply to the record, while their menu is open. */
const useApplicable = (actions: string[], enabled: boolean) => {
  const record = useRecordContext();
  const resource = useResourceContext() ?? "";
  const dataProvider = useDataProvider<DataProvider & BulkCalls>();
  const filter = { id: [record?.id] };
  const previews = useQueries({
    queries: actions.map((action) => ({
      // Another record version may be in another state.
      queryKey: [resource, "isApplicable", { action, filter, version: record?.version }],
      queryFn: () => dataProvider.previewAction(resource, { action, filter }),
      enabled: enabled && record !== undefined,
      retry: false,
    })),
  });
  return (action: string) => previews[actions.indexOf(action)]?.data?.applicable !== 0;
};
