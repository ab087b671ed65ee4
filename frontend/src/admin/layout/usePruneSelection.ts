import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Identifier, useDataProvider, useListContext } from "react-admin";
import { isNotFound } from "../http";

/**
 * Unselects records that no longer exist after a bulk action failed because of them, so that the user can retry with
 * the rest. react-admin keeps all of them selected, and a record that no longer exists has no row to unselect it.
 */
export const usePruneSelection = () => {
  const { resource, selectedIds, onSelect } = useListContext();
  const dataProvider = useDataProvider();
  const mutations = useQueryClient().getMutationCache();

  useEffect(
    () =>
      mutations.subscribe(async (event) => {
        if (event.type !== "updated" || event.action.type !== "error") return;
        const { error } = event.action;
        const { variables } = event.mutation.state;
        if (!isNotFound(error) || !isBulkAction(variables) || variables.resource !== resource)
          return;
        const { ids } = variables;
        const { data } = await dataProvider.getMany(resource, { ids });
        const existing = new Set(data.map(({ id }) => id));
        onSelect(selectedIds.filter((id) => existing.has(id) || !ids.includes(id)));
      }),
    [mutations, dataProvider, resource, selectedIds, onSelect],
  );
};

/** True for the variables that react-admin's useDeleteMany and useUpdateMany pass to react-query. */
const isBulkAction = (variables: unknown): variables is { resource: string; ids: Identifier[] } =>
  variables instanceof Object && "resource" in variables && "ids" in variables;
