import { usePermissions, useResourceContext } from "react-admin";
import type { Permission } from "../auth/authProvider";

/** What the signed-in user may do with the resource of the screen, and what its list offers. */
export const usePermission = () => {
  const resource = useResourceContext();
  const { permissions } = usePermissions<Permission[]>();
  return permissions?.find((permission) => permission.resource === resource);
};
