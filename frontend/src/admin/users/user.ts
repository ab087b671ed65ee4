export type User = { id: number; username: string; role: "viewer" | "editor" | "admin" };

export const ROLES = [
  { id: "viewer", name: "Viewer: sees polls and their votes" },
  { id: "editor", name: "Editor: makes and changes polls" },
  { id: "admin", name: "Admin: manages users, too" },
];
