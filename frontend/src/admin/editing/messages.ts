export const en = {
  more: "More options",
  continue: "%{save} and continue editing",
  another: "%{save} and add another",
  changed: "Someone else has changed this %{name}",
  changed_hint:
    "Your changes are still in the form, but not saved yet. Save applies them on top of theirs.",
  fixed: "Some of your changes can no longer be saved",
  fixed_hint: "The fields below are fixed now. You can still save your other changes.",
  empty: "Empty",
  use_theirs: "Use theirs",
  use_mine: "Use mine",
  use_both: "Use both",
  discard: "Discard my changes",
  /** Captions of the value that stands beside a field, with the value that the form has. */
  caption: {
    taken: "Their version, now in the form",
    fixed: "Your version, which can no longer be saved",
    mine: "Your version; the form has theirs",
    both: "Both combined; the form has theirs",
    theirs: "Their version; the form has yours",
    combined: "Their version; the form has both",
    combined_order: "Their version; the form has both, in your order",
    combined_item: "Their version; the form has both, and yours where you changed the same item",
    combined_item_order:
      "Their version; the form has both, in your order, and yours where you changed the same item",
  },
};

export const fr: typeof en = {
  more: "Autres options",
  continue: "%{save} et continuer",
  another: "%{save} et en ajouter un autre",
  changed: "Quelqu'un d'autre a enregistré une autre version (%{name})",
  changed_hint:
    "Vos modifications sont toujours dans le formulaire, mais pas encore enregistrées. Enregistrer les ajoute aux siennes.",
  fixed: "Certaines de vos modifications ne peuvent plus être enregistrées",
  fixed_hint:
    "Les champs ci-dessous sont désormais figés. Vos autres modifications peuvent encore être enregistrées.",
  empty: "Vide",
  use_theirs: "Prendre la sienne",
  use_mine: "Garder la mienne",
  use_both: "Garder les deux",
  discard: "Abandonner mes modifications",
  caption: {
    taken: "Sa version, maintenant dans le formulaire",
    fixed: "Votre version, qui ne peut plus être enregistrée",
    mine: "Votre version ; le formulaire contient la sienne",
    both: "Les deux réunies ; le formulaire contient la sienne",
    theirs: "Sa version ; le formulaire contient la vôtre",
    combined: "Sa version ; le formulaire contient les deux",
    combined_order: "Sa version ; le formulaire contient les deux, dans votre ordre",
    combined_item:
      "Sa version ; le formulaire contient les deux, et la vôtre là où vous avez modifié le même élément",
    combined_item_order:
      "Sa version ; le formulaire contient les deux, dans votre ordre, et la vôtre là où vous avez modifié le même élément",
  },
};
