/** Messages of a poll's page and its dialogs, under `resources.questions.page`. */
export const en = {
  choice: "Choice",
  share: "Share",
  votes: "Votes",
  archived: "Archived",
  draft_link: "The link works as soon as the poll is published.",
  duplicate: "Duplicate",

  hidden: "The result is shown after the close",
  hidden_hint:
    "Until then nobody sees how many votes each choice has, dashboard users included. The number of ballots is known.",
  shut: "The urn is shut until the close",
  shut_hint:
    "Until then nobody sees how many votes each choice has, or who has voted, dashboard users included. The number of ballots is the turnout.",
  turnout: "1 of %{eligible} people voted |||| %{smart_count} of %{eligible} people voted",
  quorum_reached:
    "The quorum was reached: 1 person had to vote. |||| The quorum was reached: %{smart_count} people had to vote.",
  quorum_missed:
    "The quorum was not reached: 1 person had to vote. |||| The quorum was not reached: %{smart_count} people had to vote.",
  participants: {
    download: "Download who has voted (CSV)",
    hint: "For the minutes: number, name, and whether the person has voted. The history records the download.",
    forgotten: "The people of this roll were forgotten, so nothing says who has voted.",
  },
  look: "Look at the result now",
  look_title: "Look at the result before the close?",
  look_hint:
    "That you looked is recorded in the history, with your name and the time, where the other users of the dashboard can read it.",
  look_confirm: "Record it and look",
  looked: "As of %{time}. That you looked is recorded.",

  preview: "Preview",
  preview_title: "As voters see it",
  preview_width: "Width of the preview",
  phone: "Phone",
  desktop: "Desktop",

  present: "Present",

  qr: "QR code",
  qr_alt: "QR code of %{url}",
  qr_download: "Download SVG",

  embed: {
    button: "Embed",
    title: "Embed this poll",
    hint: {
      none: "Paste this into your page where the poll should appear. Visitors vote there.",
      browser:
        "Paste this into your page where the poll should appear. Visitors vote there, once per browser and website.",
      roll: "Paste this into your page where the poll should appear. It shows the question with a link: codes are entered on the poll's own page.",
    },
    insecure:
      "Embedding needs https, and this installation's address is %{site}. Set PUBLIC_URL to its https address.",
    label: "HTML",
    copy: "Copy HTML",
    copied: "HTML copied",
    selected: "The HTML is selected. Copy it with Ctrl+C or ⌘C.",
  },

  correct: "Correct…",
  correct_title: "Correct a text",
  correct_hint:
    "Use this to mend a mistake, not to ask something else: the votes are kept. The old text stays on view with its date, on the voters' page too. Voters who have a ballot open are told, and look at it again before they vote.",
  as_it_is: "As it is",
  corrected: "Corrected",
  correct_confirm: "Correct one text |||| Correct %{smart_count} texts",
  correct_nothing: "Change a text first",
  correct_done: "Corrected. The old text stays on view.",
  corrections: "Corrections",
  of_question: "Question",
  of_choice: "Choice",

  reset: "Reset…",
  reset_title: "Throw away all votes of this poll?",
  reset_hint:
    "This can't be undone. The poll starts again without votes, people can vote again, and receipts of earlier votes find nothing. Ballots that are open now are refused.",
  reset_tick: "Throw away one ballot |||| Throw away %{smart_count} ballots",
  reset_confirm: "Reset poll",
  reset_done: "The votes were thrown away.",
};

export const fr: typeof en = {
  choice: "Choix",
  share: "Part",
  votes: "Voix",
  archived: "Archivé",
  draft_link: "Le lien fonctionne dès que le sondage est publié.",
  duplicate: "Dupliquer",

  hidden: "Le résultat sera visible après la clôture",
  hidden_hint:
    "Jusque-là, personne ne voit combien de voix a chaque choix, pas même les utilisateurs du tableau de bord. Le nombre de bulletins est connu.",
  shut: "L'urne reste fermée jusqu'à la clôture",
  shut_hint:
    "Jusque-là, personne ne voit combien de voix a chaque choix, ni qui a voté, pas même les utilisateurs du tableau de bord. Le nombre de bulletins indique la participation.",
  turnout:
    "%{smart_count} votant sur %{eligible} personnes |||| %{smart_count} votants sur %{eligible} personnes",
  quorum_reached:
    "Le quorum est atteint : %{smart_count} personne devait voter. |||| Le quorum est atteint : %{smart_count} personnes devaient voter.",
  quorum_missed:
    "Le quorum n'est pas atteint : %{smart_count} personne devait voter. |||| Le quorum n'est pas atteint : %{smart_count} personnes devaient voter.",
  participants: {
    download: "Télécharger qui a voté (CSV)",
    hint: "Pour le procès-verbal : numéro, nom, et si la personne a voté. L'historique garde trace du téléchargement.",
    forgotten: "Les personnes de cette liste ont été oubliées : rien ne dit plus qui a voté.",
  },
  look: "Voir le résultat maintenant",
  look_title: "Voir le résultat avant la clôture ?",
  look_hint:
    "Cette consultation est inscrite dans l'historique, avec votre nom et l'heure ; les autres utilisateurs du tableau de bord peuvent l'y lire.",
  look_confirm: "Inscrire et voir",
  looked: "État à %{time}. Votre consultation est inscrite.",

  preview: "Aperçu",
  preview_title: "Vu par les votants",
  preview_width: "Largeur de l'aperçu",
  phone: "Téléphone",
  desktop: "Ordinateur",

  present: "Présenter",

  qr: "Code QR",
  qr_alt: "Code QR de %{url}",
  qr_download: "Télécharger le SVG",

  embed: {
    button: "Intégrer",
    title: "Intégrer ce sondage",
    hint: {
      none: "Collez ceci à l'endroit de votre page où le sondage doit apparaître. On y vote directement.",
      browser:
        "Collez ceci à l'endroit de votre page où le sondage doit apparaître. On y vote une fois par navigateur et par site.",
      roll: "Collez ceci à l'endroit de votre page où le sondage doit apparaître. La question s'y affiche avec un lien : les codes se saisissent sur la page du sondage.",
    },
    insecure:
      "L'intégration exige https, or l'adresse de cette installation est %{site}. Réglez PUBLIC_URL sur son adresse https.",
    label: "HTML",
    copy: "Copier le HTML",
    copied: "HTML copié",
    selected: "Le HTML est sélectionné. Copiez-le avec Ctrl+C ou ⌘C.",
  },

  correct: "Corriger…",
  correct_title: "Corriger un texte",
  correct_hint:
    "Pour rectifier une erreur, non pour demander autre chose : les voix sont gardées. L'ancien texte reste visible avec sa date, aussi sur la page des votants. Les votants dont le bulletin est ouvert en sont avertis et le relisent avant de voter.",
  as_it_is: "Actuel",
  corrected: "Corrigé",
  correct_confirm: "Corriger un texte |||| Corriger %{smart_count} textes",
  correct_nothing: "Modifiez d'abord un texte",
  correct_done: "Corrigé. L'ancien texte reste visible.",
  corrections: "Corrections",
  of_question: "Question",
  of_choice: "Choix",

  reset: "Remettre à zéro…",
  reset_title: "Supprimer toutes les voix de ce sondage ?",
  reset_hint:
    "C'est irréversible. Le sondage recommence sans voix, chacun peut voter de nouveau, et les reçus des votes précédents ne trouvent plus rien. Les bulletins ouverts en ce moment sont refusés.",
  reset_tick: "Supprimer un bulletin |||| Supprimer %{smart_count} bulletins",
  reset_confirm: "Remettre à zéro",
  reset_done: "Les voix ont été supprimées.",
};
