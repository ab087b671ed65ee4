import type { components } from "../../shared/schema";
import type { Wording } from "../editing/merge";

export type User = components["schemas"]["UserRead"];

export const ROLES = [
  { id: "viewer", name: "Viewer: sees polls and their votes" },
  { id: "editor", name: "Editor: makes and changes polls" },
  { id: "admin", name: "Admin: manages users, too" },
];

/** How two versions of an account are compared. */
export const wording: Wording<User> = {
  username: (username) => username,
  role: (role) => ROLES.find(({ id }) => id === role)?.name ?? role,
};
