/** What the dashboard says about requests that failed. What the API says is in frenchErrors.ts. */
export const en = {
  unreachable: "The server can't be reached. Check your connection and try again.",
  unavailable: "The server is not responding. Try again in a moment.",
  signed_out:
    "Your session has ended, so nothing was saved. Sign in again in another tab, then save here.",
  deleted: "Someone else has deleted this record.",
  /** The parameters of a list that the API can refuse. */
  refused: {
    sort: "This list can't be sorted that way, so it is shown in its default order.",
    filter: "This list can't be filtered that way, so it is shown without that filter.",
    range: "This list has no such page, so it is shown from its first page.",
  },
};

export const fr: typeof en = {
  unreachable: "Le serveur est injoignable. Vérifiez votre connexion et réessayez.",
  unavailable: "Le serveur ne répond pas. Réessayez dans un instant.",
  signed_out:
    "Votre session a pris fin : rien n'a été enregistré. Reconnectez-vous dans un autre onglet, puis enregistrez ici.",
  deleted: "Quelqu'un d'autre a supprimé cet élément.",
  refused: {
    sort: "Cette liste ne peut pas être triée ainsi ; elle s'affiche dans son ordre habituel.",
    filter: "Cette liste ne peut pas être filtrée ainsi ; elle s'affiche sans ce filtre.",
    range: "Cette liste n'a pas cette page ; elle s'affiche depuis la première.",
  },
};
