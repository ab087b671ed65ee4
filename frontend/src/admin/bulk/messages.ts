/**
 * Messages under `polls.bulk`. A resource words its own actions as `resources.<resource>.actions.<action>.*`, with the
 * keys of `action`, and the related records of a delete as `resources.<resource>.related.<name>`.
 */
export const en = {
  actions: "Actions",
  select_all: "Select all %{smart_count}",
  select_all_estimated: "Select all, about %{smart_count}",
  all_selected: "All %{smart_count} selected",
  all_selected_estimated: "All selected, about %{smart_count}",
  title_of_record: "%{action} “%{recordRepresentation}”?",
  report: "%{done}, %{kept}",
  goes_along: "Deleted with it: |||| Deleted with them:",
  related: "%{count} %{name}",
  nothing_left: "The selected records no longer exist.",
  action: {
    title: "%{action} 1 %{name}? |||| %{action} %{smart_count} %{name}?",
    others:
      "This does not apply to 1 other, which stays as it is. |||| This does not apply to %{smart_count} others, which stay as they are.",
    none: "This does not apply here, so nothing would change.",
    done: "%{action}: 1 %{name} changed |||| %{action}: %{smart_count} %{name} changed",
    kept: "1 stayed as it was |||| %{smart_count} stayed as they were",
  },
  delete: {
    title: "Delete 1 %{name}? |||| Delete %{smart_count} %{name}?",
    what: "This can't be undone.",
  },
};

export const fr: typeof en = {
  actions: "Actions",
  select_all: "Tout sélectionner (%{smart_count})",
  select_all_estimated: "Tout sélectionner (environ %{smart_count})",
  all_selected: "Tout est sélectionné (%{smart_count})",
  all_selected_estimated: "Tout est sélectionné (environ %{smart_count})",
  title_of_record: "%{action} « %{recordRepresentation} » ?",
  report: "%{done}, %{kept}",
  goes_along: "Également supprimés : |||| Également supprimés :",
  related: "%{count} %{name}",
  nothing_left: "Les éléments sélectionnés n'existent plus.",
  action: {
    title: "%{action} : %{smart_count} %{name} ? |||| %{action} : %{smart_count} %{name} ?",
    others:
      "Un autre n'est pas concerné et reste inchangé. |||| %{smart_count} autres ne sont pas concernés et restent inchangés.",
    none: "Cette action ne s'applique pas ici : rien ne changerait.",
    done: "%{action} : %{smart_count} %{name} |||| %{action} : %{smart_count} %{name}",
    kept: "%{smart_count} reste inchangé |||| %{smart_count} restent inchangés",
  },
  delete: {
    title: "Supprimer %{smart_count} %{name} ? |||| Supprimer %{smart_count} %{name} ?",
    what: "Cette action est irréversible.",
  },
};
