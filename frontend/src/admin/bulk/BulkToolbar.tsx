import { Button } from "@mui/material";
import { useState } from "react";
import { BulkActionsToolbar, useListContext, useRecordContext, useTranslate } from "react-admin";
import type { ListMeta } from "../dataProvider";
import { ActionDialog } from "./ActionDialog";
import { ActionsMenu } from "./ActionsMenu";
import { useActionName } from "./actionTexts";
import { useBulkActions } from "./useBulkActions";

/**
 * The toolbar of every table, with the actions on its selected rows. "Select all" sends the filter of the list instead
 * of ids, so that it may match any number of records.
 */
export const BulkToolbar = () => {
  const { selectedIds, filterValues, filter, onUnselectItems } = useListContext();
  const nameOf = useActionName();
  const actions = useBulkActions();
  const [chosen, setChosen] = useState<string>();
  const matching = { ...filterValues, ...filter };
  // "All" ends with the selection and the filter that the user has seen.
  const state = JSON.stringify([selectedIds, matching]);
  const [allOf, setAllOf] = useState<string>();
  const isAll = allOf === state;
  const counted = useCounted();

  return (
    <>
      <BulkActionsToolbar
        label={isAll ? counted("all_selected") : undefined}
        selectAllButton={isAll ? <span /> : <SelectAll onSelect={() => setAllOf(state)} />}
      >
        <ActionsMenu
          actions={actions.filter((action) => action !== "delete")}
          onChoose={setChosen}
        />
        {actions.includes("delete") && (
          <Button size="small" color="error" onClick={() => setChosen("delete")}>
            {nameOf("delete")}
          </Button>
        )}
      </BulkActionsToolbar>
      {chosen && (
        <ActionDialog
          action={chosen}
          filter={isAll ? matching : { id: selectedIds }}
          onClose={() => setChosen(undefined)}
          onDone={onUnselectItems}
        />
      )}
    </>
  );
};

/** Offers to select all records of the list, once all rows of the page are. */
const SelectAll = ({ onSelect }: { onSelect: () => void }) => {
  const { data = [], total = 0, selectedIds } = useListContext();
  const counted = useCounted();
  // A list within a record is also filtered by its reference, which its context does not have.
  const isPart = useRecordContext() !== undefined;
  const isWholePage = data.every(({ id }) => selectedIds.includes(id));
  if (isPart || !isWholePage || total <= selectedIds.length) return <span />;
  return (
    <Button size="small" onClick={onSelect}>
      {counted("select_all")}
    </Button>
  );
};

/** A message about the number of all records, which may be estimated. */
const useCounted = () => {
  const { total, meta } = useListContext();
  const translate = useTranslate();
  const isEstimated = (meta as ListMeta | undefined)?.total === "estimated";
  return (key: string) =>
    translate(`polls.bulk.${key}${isEstimated ? "_estimated" : ""}`, { smart_count: total });
};
