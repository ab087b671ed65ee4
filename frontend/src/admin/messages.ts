/** react-admin's own messages that the dashboard words differently, as `ra.*`. */
export const en = {
  action: { bulk_actions: "1 selected |||| %{smart_count} selected" },
  auth: { logout: "Sign out", user_menu: "Account" },
  message: { invalid_form: "Not saved. Please correct the marked fields." },
  notification: { logged_out: "Your session has ended. Please sign in again." },
};

export const fr: typeof en = {
  action: { bulk_actions: "%{smart_count} sélectionné |||| %{smart_count} sélectionnés" },
  auth: { logout: "Se déconnecter", user_menu: "Compte" },
  message: { invalid_form: "Non enregistré. Corrigez les champs signalés." },
  notification: { logged_out: "Votre session a pris fin. Reconnectez-vous." },
};
