export const en = {
  navigation: "Dashboard",
  document_title: "%{screen} · Polls dashboard",
  page_range: "%{from}–%{to} of %{total}",
  page_range_estimated: "%{from}–%{to} of about %{total}",
  unreadable_filter: "The filter in this link can't be read, so the list is shown without it.",
  try_again: "Try again",
  not_found: "%{name} not found",
  not_found_hint: "It was deleted, or the link is wrong.",
  not_shown: "This %{name} can't be shown",
  all: "All %{name}",
};

export const fr: typeof en = {
  navigation: "Tableau de bord",
  document_title: "%{screen} · Tableau de bord Polls",
  page_range: "%{from}–%{to} sur %{total}",
  page_range_estimated: "%{from}–%{to} sur environ %{total}",
  unreadable_filter: "Le filtre de ce lien est illisible ; la liste s'affiche sans lui.",
  try_again: "Réessayer",
  not_found: "%{name} introuvable",
  not_found_hint: "L'élément a été supprimé, ou le lien est erroné.",
  not_shown: "Affichage impossible : %{name}",
  all: "Liste : %{name}",
};
