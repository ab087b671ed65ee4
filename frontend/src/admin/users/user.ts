import type { components } from "../../shared/schema";

export type User = components["schemas"]["UserRead"];

export const ROLES = [
  { id: "viewer", name: "Viewer: sees polls and their votes" },
  { id: "editor", name: "Editor: makes and changes polls" },
  { id: "admin", name: "Admin: manages users, too" },
];
