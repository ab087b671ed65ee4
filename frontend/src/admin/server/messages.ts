/** The dashboard's own messages about failed requests. frenchErrors.ts translates the messages of the API. */
export const en = {
  unreachable: "The server can't be reached. Check your connection and try again.",
  unavailable: "The server is not responding. Try again in a moment.",
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
  deleted: "Quelqu'un d'autre a supprimé cet élément.",
  refused: {
    sort: "Cette liste ne peut pas être triée ainsi ; elle s'affiche dans son ordre habituel.",
    filter: "Cette liste ne peut pas être filtrée ainsi ; elle s'affiche sans ce filtre.",
    range: "Cette liste n'a pas cette page ; elle s'affiche depuis la première.",
  },
};
