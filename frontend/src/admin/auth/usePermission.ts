import { usePermissions, useResourceContext } from "react-admin";
import type { Permission } from "./authProvider";

/** The signed-in user's permission for the resource of the screen: its actions, and the features of its list. */
export const usePermission = () => {
  const resource = useResourceContext();
  const { permissions } = usePermissions<Permission[]>();
  return permissions?.find((permission) => permission.resource === resource);
};
