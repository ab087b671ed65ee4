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
  actions: {
    activate: {
      name: "Activate",
      title: "Activate 1 user? |||| Activate %{smart_count} users?",
      what: "The user can sign in again, with the same password. |||| The users can sign in again, with the same passwords.",
      others: "1 other is active already. |||| %{smart_count} others are active already.",
      none: "There is no deactivated user here.",
      done: "1 user activated |||| %{smart_count} users activated",
      kept: "1 was active already |||| %{smart_count} were active already",
    },
    deactivate: {
      name: "Deactivate",
      title: "Deactivate 1 user? |||| Deactivate %{smart_count} users?",
      what: "The user is signed out everywhere and can't sign in. Nothing is deleted. |||| The users are signed out everywhere and can't sign in. Nothing is deleted.",
      others: "1 other is deactivated already. |||| %{smart_count} others are deactivated already.",
      none: "There is no active user here.",
      done: "1 user deactivated |||| %{smart_count} users deactivated",
      kept: "1 was deactivated already |||| %{smart_count} were deactivated already",
    },
    delete: {
      what: "This user can no longer sign in. Polls are kept. |||| These users can no longer sign in. Polls are kept.",
    },
  },
  related: { sessions: "1 session |||| %{smart_count} sessions" },
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
  actions: {
    activate: {
      name: "Activer",
      title: "Activer %{smart_count} utilisateur ? |||| Activer %{smart_count} utilisateurs ?",
      what: "L'utilisateur peut de nouveau se connecter, avec le même mot de passe. |||| Les utilisateurs peuvent de nouveau se connecter, avec les mêmes mots de passe.",
      others: "Un autre est déjà actif. |||| %{smart_count} autres sont déjà actifs.",
      none: "Il n'y a ici aucun utilisateur désactivé.",
      done: "%{smart_count} utilisateur activé |||| %{smart_count} utilisateurs activés",
      kept: "%{smart_count} était déjà actif |||| %{smart_count} étaient déjà actifs",
    },
    deactivate: {
      name: "Désactiver",
      title:
        "Désactiver %{smart_count} utilisateur ? |||| Désactiver %{smart_count} utilisateurs ?",
      what: "L'utilisateur est déconnecté partout et ne peut plus se connecter. Rien n'est supprimé. |||| Les utilisateurs sont déconnectés partout et ne peuvent plus se connecter. Rien n'est supprimé.",
      others: "Un autre est déjà désactivé. |||| %{smart_count} autres sont déjà désactivés.",
      none: "Il n'y a ici aucun utilisateur actif.",
      done: "%{smart_count} utilisateur désactivé |||| %{smart_count} utilisateurs désactivés",
      kept: "%{smart_count} était déjà désactivé |||| %{smart_count} étaient déjà désactivés",
    },
    delete: {
      what: "Cet utilisateur ne pourra plus se connecter. Les sondages sont conservés. |||| Ces utilisateurs ne pourront plus se connecter. Les sondages sont conservés.",
    },
  },
  related: { sessions: "%{smart_count} session |||| %{smart_count} sessions" },
};
