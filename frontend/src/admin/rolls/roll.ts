import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";

export type Roll = components["schemas"]["RollRead"];

export const wording = { name: (name) => name } satisfies FieldWording<Roll>;
