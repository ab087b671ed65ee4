import { useResourceContext, useTranslate } from "react-admin";
import { usePermission } from "../auth/usePermission";

/**
 * The sentence of a delete dialog that says for how long the records can be restored, and what does not come back.
 * Empty for a resource whose deleted records can't be restored. A resource words it in `resources.<name>.restorable`.
 */
export const useRestorableHint = (records: number): string => {
  const translate = useTranslate();
  const resource = useResourceContext();
  const days = usePermission()?.restorable_days;
  if (!days) return "";
  const options = { smart_count: records, days };
  const general = translate("resources.changes.restorable", options);
  return translate(`resources.${resource}.restorable`, { ...options, _: general });
};
