import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";
import { translate } from "../i18nProvider";

export type User = components["schemas"]["UserRead"];

export const ROLES = ["viewer", "editor", "admin"].map((id) => ({
  id,
  name: `resources.users.values.role.${id}`,
}));

/** Formats the value of each field, for conflicting edits. */
export const wording: FieldWording<User> = {
  username: (username) => username,
  role: (role) => translate(`resources.users.values.role.${role}`),
};
