/** Messages under `resources.sessions`. A session is deleted by signing it out. */
export const en = {
  name: "Session |||| Sessions",
  notifications: { deleted: "Signed out |||| %{smart_count} sessions signed out" },
};

export const fr: typeof en = {
  name: "Session |||| Sessions",
  notifications: { deleted: "Déconnecté |||| %{smart_count} sessions déconnectées" },
};
