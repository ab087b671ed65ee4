/** Messages of a poll's form, under `resources.questions.form`. */
export const en = {
  section: {
    asked: "What is asked",
    when: "When",
    sees: "Who sees what",
    votes: "Who votes",
  },
  choice: "Choice %{number}",
  limit: "A poll has %{limit} choices at most.",
  limit_count: "%{count} of at most %{limit}. Paste a list to add many at once.",
  duplicate: "The same as choice %{number}.",
  move_up: "Move up choice %{number}",
  move_down: "Move down choice %{number}",
  remove: "Remove choice %{number}",
  moved: "Choice %{number} is number %{to} now.",
  removed: "Choice %{number} was removed.",
  pasted: "One choice was pasted. |||| %{smart_count} choices were pasted.",
  left_out:
    "A poll has %{limit} choices at most: one line was left out. |||| A poll has %{limit} choices at most: %{smart_count} lines were left out.",
  drag: {
    handle: "Reorder choice %{number}",
    how: "Press space or Enter to lift the choice, the arrow keys to move it, space or Enter to drop it, and Escape to put it back.",
    start: "Choice %{number} of %{count} is lifted.",
    over: "Choice %{number} is at place %{to} of %{count}.",
    end: "Choice %{number} was dropped at place %{to} of %{count}.",
    cancel: "Choice %{number} is back at its place.",
  },
  no_roll: "There is no roll yet.",
  create_roll: "Create a roll",
  quorum_positive: "Enter more than 0 %, or nothing for no quorum.",
  quorum_maximum: "Enter at most 100 %.",
  publish: "Publish",
  save_draft: "Save as draft",
  new_hint:
    "“Publish” opens the poll at its opening time, or at once if there is none. A draft stays in the dashboard: nobody can see it or vote on it before you publish it.",
  draft_hint: "This is a draft: nobody can see it or vote on it before you publish it.",
  fixed_ways:
    "“Correct” mends a text and keeps the votes. “Reset” throws the votes away, and the whole poll can be edited again.",
};

export const fr: typeof en = {
  section: {
    asked: "Ce qui est demandé",
    when: "Quand",
    sees: "Qui voit quoi",
    votes: "Qui vote",
  },
  choice: "Choix %{number}",
  limit: "Un sondage a %{limit} choix au plus.",
  limit_count: "%{count} sur %{limit} au plus. Collez une liste pour en ajouter plusieurs.",
  duplicate: "Identique au choix %{number}.",
  move_up: "Monter le choix %{number}",
  move_down: "Descendre le choix %{number}",
  remove: "Retirer le choix %{number}",
  moved: "Le choix %{number} est maintenant le numéro %{to}.",
  removed: "Le choix %{number} est retiré.",
  pasted: "Un choix collé. |||| %{smart_count} choix collés.",
  left_out:
    "Un sondage a %{limit} choix au plus : une ligne a été omise. |||| Un sondage a %{limit} choix au plus : %{smart_count} lignes ont été omises.",
  drag: {
    handle: "Réordonner le choix %{number}",
    how: "Espace ou Entrée pour saisir le choix, les flèches pour le déplacer, Espace ou Entrée pour le déposer, Échap pour le remettre en place.",
    start: "Le choix %{number} sur %{count} est saisi.",
    over: "Le choix %{number} est à la place %{to} sur %{count}.",
    end: "Le choix %{number} est déposé à la place %{to} sur %{count}.",
    cancel: "Le choix %{number} est remis à sa place.",
  },
  no_roll: "Il n'y a pas encore de liste électorale.",
  create_roll: "Créer une liste",
  quorum_positive: "Saisissez plus de 0 %, ou rien s'il n'y a pas de quorum.",
  quorum_maximum: "Saisissez 100 % au plus.",
  publish: "Publier",
  save_draft: "Enregistrer comme brouillon",
  new_hint:
    "« Publier » ouvre le sondage à son heure d'ouverture, ou tout de suite s'il n'en a pas. Un brouillon reste dans le tableau de bord : personne ne peut le voir ni voter avant sa publication.",
  draft_hint:
    "Ceci est un brouillon : personne ne peut le voir ni voter avant que vous ne le publiiez.",
  fixed_ways:
    "« Corriger » rectifie un texte et garde les voix. « Remettre à zéro » supprime les voix, et tout le sondage redevient modifiable.",
};
