/** Messages that are looked up by key, as `polls.account.*`. */
export const en = {
  title: "Your account",
  password: "Password",
  current_password: "Current password",
  new_password: "New password",
  new_password_hint:
    "At least 8 characters. You stay signed in here, and are signed out everywhere else.",
  change_password: "Change password",
  password_changed: "Password changed",
  sessions: "Where you are signed in",
  this_session: "This browser",
  unknown_browser: "Unknown browser",
  signed_in: "Signed in %{time}",
  last_used: "Last used %{time}",
  revoke: "Sign out",
  revoke_session: "Sign out %{session}",
  revoke_others: "Sign out everywhere else",
  all_sessions: "Show all %{smart_count}",
  revoked: "Signed out",
};

export const fr: typeof en = {
  title: "Votre compte",
  password: "Mot de passe",
  current_password: "Mot de passe actuel",
  new_password: "Nouveau mot de passe",
  new_password_hint:
    "Au moins 8 caractères. Vous restez connecté ici et êtes déconnecté partout ailleurs.",
  change_password: "Changer le mot de passe",
  password_changed: "Mot de passe changé",
  sessions: "Où vous êtes connecté",
  this_session: "Ce navigateur",
  unknown_browser: "Navigateur inconnu",
  signed_in: "Connecté %{time}",
  last_used: "Dernière utilisation %{time}",
  revoke: "Déconnecter",
  revoke_session: "Déconnecter %{session}",
  revoke_others: "Se déconnecter partout ailleurs",
  all_sessions: "Afficher les %{smart_count} sessions",
  revoked: "Déconnecté",
};
