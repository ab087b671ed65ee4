import { useRecordContext, useTranslateLabel } from "react-admin";
import type { Change } from "./change";

/** The names of the fields that a change edited. */
export const ChangedFields = () => {
  const change = useRecordContext<Change>();
  const translateLabel = useTranslateLabel();
  return change?.fields
    .map((field) => translateLabel({ source: field, resource: change.resource }))
    .join(", ");
};
