/** Messages that react-admin looks up by key, as `resources.users.*`. Labels are under `fields`, by source. */
export const messages = {
  name: "User |||| Users",
  fields: { username: "Username", password: "Password", role: "Role" },
  notifications: {
    created: "User created",
    updated: "User saved",
    deleted: "User deleted |||| %{smart_count} users deleted",
  },
};

/** The other texts of the screens, which the components import. */
export const texts = {
  list: "Users",
  search: "Search users",
  create: "New user",
  newPassword: "New password",
  passwordHint: "At least 8 characters.",
  newPasswordHint: "Leave empty to keep the current password.",
  deleteHint: "This user can no longer sign in. Polls are kept.",
};
