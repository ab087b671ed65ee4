/** Messages that are looked up by key, as `polls.auth.*`. */
export const en = {
  session_ended: "Your session has ended",
  nothing_lost: "Nothing you typed is lost. Sign in to go on where you are.",
  leave: "Leave this screen",
  other_user:
    "%{other} is signed in now, but this screen was opened by %{name}. What you save here would be saved by %{other}.",
  sign_in_as: "Sign in as %{name}",
  go_on_as: "Go on as %{other}",
};

export const fr: typeof en = {
  session_ended: "Votre session est terminée",
  nothing_lost: "Rien de ce que vous avez saisi n'est perdu. Connectez-vous pour continuer ici.",
  leave: "Quitter cet écran",
  other_user:
    "%{other} est maintenant connecté, mais cet écran a été ouvert par %{name}. Vos enregistrements seraient ceux de %{other}.",
  sign_in_as: "Se connecter comme %{name}",
  go_on_as: "Continuer comme %{other}",
};
