import { useTranslate, useTranslateLabel } from "react-admin";
import type { Preview } from "./importFile";

/** Names the fields of an import as the screens do, and says which a record needs. */
export function useFieldLabel(resource: string) {
  const translate = useTranslate();
  const labelOf = useTranslateLabel();
  return ({ name, kind, required }: Preview["fields"][number]): string => {
    const label = String(labelOf({ resource, source: name }));
    const field =
      kind === "lines" ? translate("polls.importing.lines_field", { field: label }) : label;
    return required ? translate("polls.importing.required_field", { field }) : field;
  };
}
