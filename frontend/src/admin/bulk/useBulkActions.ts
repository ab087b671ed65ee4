import { usePermission } from "../auth/usePermission";

/** The actions that the user may do with many records of the resource, as they are declared. `delete` comes last. */
export const useBulkActions = (): string[] => {
  const permission = usePermission();
  if (!permission) return [];
  return [...permission.bulk, ...permission.actions.filter((action) => action === "delete")];
};
