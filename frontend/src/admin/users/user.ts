import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";

export type User = components["schemas"]["UserRead"];

export const ROLES = [
  { id: "viewer", name: "Viewer: sees polls and their votes" },
  { id: "editor", name: "Editor: creates and edits polls" },
  { id: "admin", name: "Admin: also manages users" },
];

/** Formats the value of each field, for conflicting edits. */
export const wording: FieldWording<User> = {
  username: (username) => username,
  role: (role) => ROLES.find(({ id }) => id === role)?.name ?? role,
};
