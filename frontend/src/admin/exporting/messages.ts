export const en = {
  cancel: "Cancel export, %{size} kB so far",
  interrupted: "The export was interrupted, and nothing was saved. Try again.",
};

export const fr: typeof en = {
  cancel: "Annuler l'export, %{size} ko reçus",
  interrupted: "L'export a été interrompu et rien n'a été enregistré. Réessayez.",
};
