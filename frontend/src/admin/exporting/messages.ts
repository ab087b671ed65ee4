/** Messages that are looked up by key, as `polls.exporting.*`. */
export const en = {
  title: "Export %{name}",
  format: "Format",
  csv: "CSV",
  xlsx: "Excel workbook",
  columns: "Columns",
  all: "All",
  none: "None",
  matching: "One record matches the filter. |||| %{smart_count} records match the filter.",
  about: "About %{smart_count} records match the filter.",
  start: "Export",
  preparing: "The server is writing the file…",
  loaded: "%{size} kB so far",
  cancel: "Cancel",
  interrupted: "The export was interrupted, and nothing was saved. Try again.",
};

export const fr: typeof en = {
  title: "Exporter : %{name}",
  format: "Format",
  csv: "CSV",
  xlsx: "Classeur Excel",
  columns: "Colonnes",
  all: "Toutes",
  none: "Aucune",
  matching:
    "Un enregistrement correspond au filtre. |||| %{smart_count} enregistrements correspondent au filtre.",
  about: "Environ %{smart_count} enregistrements correspondent au filtre.",
  start: "Exporter",
  preparing: "Le serveur écrit le fichier…",
  loaded: "%{size} ko pour l’instant",
  cancel: "Annuler",
  interrupted: "L’export a été interrompu, et rien n’a été sauvé. Réessayez.",
};
