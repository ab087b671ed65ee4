/** Messages under `resources.users`. react-admin looks up the labels of inputs and columns under `fields`, by source. */
export const en = {
  name: "User |||| Users",
  fields: { username: "Username", password: "Password", role: "Role" },
  notifications: {
    created: "User created",
    updated: "User saved",
    deleted: "User deleted |||| %{smart_count} users deleted",
  },
  values: {
    role: {
      viewer: "Viewer: sees polls and their votes",
      editor: "Editor: creates and edits polls",
      admin: "Admin: also manages users",
    },
  },
  list: "Users",
  search: "Search users",
  create: "New user",
  new_password: "New password",
  password_hint: "At least 8 characters.",
  new_password_hint: "Leave empty to keep the current password.",
  delete_hint: "This user can no longer sign in. Polls are kept.",
};

export const fr: typeof en = {
  name: "Utilisateur |||| Utilisateurs",
  fields: { username: "Identifiant", password: "Mot de passe", role: "Rôle" },
  notifications: {
    created: "Utilisateur créé",
    updated: "Utilisateur enregistré",
    deleted: "Utilisateur supprimé |||| %{smart_count} utilisateurs supprimés",
  },
  values: {
    role: {
      viewer: "Lecteur : voit les sondages et leurs votes",
      editor: "Éditeur : crée et modifie les sondages",
      admin: "Administrateur : gère aussi les utilisateurs",
    },
  },
  list: "Utilisateurs",
  search: "Rechercher un utilisateur",
  create: "Nouvel utilisateur",
  new_password: "Nouveau mot de passe",
  password_hint: "8 caractères au moins.",
  new_password_hint: "Laissez vide pour garder le mot de passe actuel.",
  delete_hint: "Cet utilisateur ne pourra plus se connecter. Les sondages sont conservés.",
};
