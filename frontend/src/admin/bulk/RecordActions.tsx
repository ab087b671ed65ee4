import { Button } from "@mui/material";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import {
  type DataProvider,
  useDataProvider,
  useRecordContext,
  useRedirect,
  useResourceContext,
} from "react-admin";
import { ActionDialog } from "./ActionDialog";
import { ActionsMenu } from "./ActionsMenu";
import { useActionName } from "./actionTexts";
import type { BulkCalls } from "./bulkCalls";
import { useBulkActions } from "./useBulkActions";

/** The actions of the resource on the record of this page: a menu, and a button that deletes it. */
export const RecordActions = () => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const redirect = useRedirect();
  const nameOf = useActionName();
  const actions = useBulkActions();
  const changes = actions.filter((action) => action !== "delete");
  const [chosen, setChosen] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const isApplicable = useApplicable(changes, isOpen && !chosen);
  if (record?.id === undefined) return null;
  return (
    <>
      <ActionsMenu
        variant="outlined"
        actions={changes}
        isApplicable={isApplicable}
        onOpen={() => setOpen(true)}
        onChoose={setChosen}
      />
      {actions.includes("delete") && (
        <Button variant="outlined" size="small" color="error" onClick={() => setChosen("delete")}>
          {nameOf("delete")}
        </Button>
      )}
      {chosen && (
        <ActionDialog
          action={chosen}
          filter={{ id: [record.id] }}
          record={record}
          onClose={() => setChosen(undefined)}
          onDone={chosen === "delete" ? () => redirect("list", resource) : undefined}
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
