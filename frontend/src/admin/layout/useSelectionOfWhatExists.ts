import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { HttpError, type Identifier, useDataProvider, useListContext } from "react-admin";

/**
 * When a bulk action is refused because some of its records are gone, the rest stays selected, to try again.
 * react-admin keeps all of them, and those that are gone have no row to unselect.
 */
export const useSelectionOfWhatExists = () => {
  const { resource, selectedIds, onSelect } = useListContext();
  const dataProvider = useDataProvider();
  const mutations = useQueryClient().getMutationCache();

  useEffect(
    () =>
      mutations.subscribe(async (event) => {
        if (event.type !== "updated" || event.action.type !== "error") return;
        const { error } = event.action;
        const asked = event.mutation.state.variables;
        const isGone = error instanceof HttpError && error.status === 404;
        if (!isGone || !isBulk(asked) || asked.resource !== resource) return;
        const { data } = await dataProvider.getMany(resource, { ids: asked.ids });
        const there = new Set(data.map(({ id }) => id));
        onSelect(selectedIds.filter((id) => there.has(id) || !asked.ids.includes(id)));
      }),
    [mutations, dataProvider, resource, selectedIds, onSelect],
  );
};

/** What react-admin's useDeleteMany and useUpdateMany call react-query with. */
const isBulk = (variables: unknown): variables is { resource: string; ids: Identifier[] } =>
  variables instanceof Object && "resource" in variables && "ids" in variables;
