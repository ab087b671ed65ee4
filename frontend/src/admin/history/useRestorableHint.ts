import { usePermissions, useTranslate } from "react-admin";
import type { Permission } from "../auth/authProvider";

/**
 * The sentence of a delete dialog that says for how long the records can be restored, and what does not come back.
 * Empty for a resource whose deleted records can't be restored. A resource words it in `resources.<name>.restorable`.
 */
export const useRestorableHint = (resource: string, records = 1): string => {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<Permission[]>();
  const found = permissions.find((permission) => permission.resource === resource);
  if (!found?.restorable_days) return "";
  const options = { smart_count: records, days: found.restorable_days };
  const general = translate("resources.changes.restorable", options);
  return translate(`resources.${resource}.restorable`, { ...options, _: general });
};
