import { usePermissions, useResourceContext } from "react-admin";
import type { Permission } from "../auth/authProvider";

/** The actions that the user may do with many records of the resource, as they are declared. `delete` comes last. */
export const useBulkActions = (): string[] => {
  const resource = useResourceContext();
  const { permissions } = usePermissions<Permission[]>();
  const permission = permissions?.find((one) => one.resource === resource);
  if (!permission) return [];
  return [...permission.bulk, ...permission.actions.filter((action) => action === "delete")];
};
