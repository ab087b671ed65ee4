import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";
import { translate } from "../i18nProvider";

export type Roll = components["schemas"]["RollRead"];

export const wording = {
  name: (name) => name,
  public_turnout: (isPublic) => translate(`ra.boolean.${isPublic}`),
} satisfies FieldWording<Roll>;
