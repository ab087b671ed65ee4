/** Messages under `resources.users`. react-admin looks up the labels of inputs and columns under `fields`, by source. */
export const en = {
  name: "User |||| Users",
  fields: {
    username: "Username",
    password: "Password",
    role: "Role",
    active: "May sign in",
    last_sign_in: "Last sign-in",
  },
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
  active_hint:
    "If switched off, the user is signed out everywhere and can't sign in. Nothing is deleted.",
  active: "Active",
  inactive: "Deactivated",
  never: "Never",
  own_account: "This is your own account. Another admin can change its role.",
  own_password: "Change your password",
  sessions: "Signed in",
  no_sessions: "This user is signed in nowhere.",
  revoke_all: "Sign out everywhere",
  revoke_hint:
    "Unsaved work in this browser stays on its screen, and can be saved after signing in again.",
};

export const fr: typeof en = {
  name: "Utilisateur |||| Utilisateurs",
  fields: {
    username: "Identifiant",
    password: "Mot de passe",
    role: "Rôle",
    active: "Peut se connecter",
    last_sign_in: "Dernière connexion",
  },
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
  active_hint:
    "Si désactivé, l'utilisateur est déconnecté partout et ne peut plus se connecter. Rien n'est supprimé.",
  active: "Actif",
  inactive: "Désactivé",
  never: "Jamais",
  own_account: "C'est votre propre compte. Un autre administrateur peut changer son rôle.",
  own_password: "Changer votre mot de passe",
  sessions: "Connexions",
  no_sessions: "Cet utilisateur n'est connecté nulle part.",
  revoke_all: "Déconnecter partout",
  revoke_hint:
    "Le travail non enregistré reste à l'écran de ce navigateur et pourra l'être après reconnexion.",
};
