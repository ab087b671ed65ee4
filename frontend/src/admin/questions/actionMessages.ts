/** Messages about the actions on polls, under `resources.questions.actions` and `resources.questions.related`. */
export const en = {
  actions: {
    publish: {
      name: "Publish now",
      title: "Publish 1 poll now? |||| Publish %{smart_count} polls now?",
      what: "Voting starts at once, whatever the opening time says.",
      others:
        "1 other is published already, or its close has passed. It stays as it is. |||| %{smart_count} others are published already, or their close has passed. They stay as they are.",
      none: "There is no draft and no scheduled poll here to publish.",
      done: "1 poll published |||| %{smart_count} polls published",
      kept: "1 was published or over already |||| %{smart_count} were published or over already",
    },
    close: {
      name: "Close now",
      title: "Close 1 poll now? |||| Close %{smart_count} polls now?",
      what: "Voting ends at once.",
      others:
        "1 other is not open, and stays as it is. |||| %{smart_count} others are not open, and stay as they are.",
      none: "There is no open poll here to close.",
      done: "1 poll closed |||| %{smart_count} polls closed",
      kept: "1 was not open |||| %{smart_count} were not open",
    },
    reopen: {
      name: "Reopen",
      title: "Reopen 1 poll? |||| Reopen %{smart_count} polls?",
      what: "Voting goes on until you close it again. A result that is shown after the close is hidden until then.",
      others:
        "1 other is not closed, and stays as it is. |||| %{smart_count} others are not closed, and stay as they are.",
      none: "There is no closed poll here to reopen.",
      done: "1 poll reopened |||| %{smart_count} polls reopened",
      kept: "1 was not closed |||| %{smart_count} were not closed",
    },
    archive: {
      name: "Archive",
      title: "Archive 1 poll? |||| Archive %{smart_count} polls?",
      what: "Archived polls leave the lists. Their links, votes and results stay.",
      others: "1 other is archived already. |||| %{smart_count} others are archived already.",
      none: "There is no poll here that is not archived.",
      done: "1 poll archived |||| %{smart_count} polls archived",
      kept: "1 was archived already |||| %{smart_count} were archived already",
    },
    unarchive: {
      name: "Take out of the archive",
      title: "Take 1 poll out of the archive? |||| Take %{smart_count} polls out of the archive?",
      what: "The lists show it again, if it is listed. |||| The lists show them again, if they are listed.",
      others: "1 other is not archived. |||| %{smart_count} others are not archived.",
      none: "There is no archived poll here.",
      done: "1 poll taken out of the archive |||| %{smart_count} polls taken out of the archive",
      kept: "1 was not archived |||| %{smart_count} were not archived",
    },
    delete: {
      what: "The poll is deleted with everything that belongs to it. To keep its votes, archive it instead. |||| The polls are deleted with everything that belongs to them. To keep their votes, archive them instead.",
    },
  },
  related: {
    choices: "1 choice |||| %{smart_count} choices",
    ballots: "1 ballot |||| %{smart_count} ballots",
    corrections: "1 corrected text |||| %{smart_count} corrected texts",
  },
};

export const fr: typeof en = {
  actions: {
    publish: {
      name: "Publier maintenant",
      title:
        "Publier %{smart_count} sondage maintenant ? |||| Publier %{smart_count} sondages maintenant ?",
      what: "Le vote commence aussitôt, quelle que soit l'heure d'ouverture.",
      others:
        "Un autre est déjà publié, ou sa clôture est passée. Il reste inchangé. |||| %{smart_count} autres sont déjà publiés, ou leur clôture est passée. Ils restent inchangés.",
      none: "Il n'y a ici ni brouillon ni sondage programmé à publier.",
      done: "%{smart_count} sondage publié |||| %{smart_count} sondages publiés",
      kept: "%{smart_count} était déjà publié ou terminé |||| %{smart_count} étaient déjà publiés ou terminés",
    },
    close: {
      name: "Clore maintenant",
      title:
        "Clore %{smart_count} sondage maintenant ? |||| Clore %{smart_count} sondages maintenant ?",
      what: "Le vote prend fin aussitôt.",
      others:
        "Un autre n'est pas ouvert et reste inchangé. |||| %{smart_count} autres ne sont pas ouverts et restent inchangés.",
      none: "Il n'y a ici aucun sondage ouvert à clore.",
      done: "%{smart_count} sondage clos |||| %{smart_count} sondages clos",
      kept: "%{smart_count} n'était pas ouvert |||| %{smart_count} n'étaient pas ouverts",
    },
    reopen: {
      name: "Rouvrir",
      title: "Rouvrir %{smart_count} sondage ? |||| Rouvrir %{smart_count} sondages ?",
      what: "Le vote reprend jusqu'à la prochaine clôture. Un résultat affiché après la clôture est masqué d'ici là.",
      others:
        "Un autre n'est pas clos et reste inchangé. |||| %{smart_count} autres ne sont pas clos et restent inchangés.",
      none: "Il n'y a ici aucun sondage clos à rouvrir.",
      done: "%{smart_count} sondage rouvert |||| %{smart_count} sondages rouverts",
      kept: "%{smart_count} n'était pas clos |||| %{smart_count} n'étaient pas clos",
    },
    archive: {
      name: "Archiver",
      title: "Archiver %{smart_count} sondage ? |||| Archiver %{smart_count} sondages ?",
      what: "Les sondages archivés quittent les listes. Leurs liens, votes et résultats restent.",
      others: "Un autre est déjà archivé. |||| %{smart_count} autres sont déjà archivés.",
      none: "Tous ces sondages sont déjà archivés.",
      done: "%{smart_count} sondage archivé |||| %{smart_count} sondages archivés",
      kept: "%{smart_count} était déjà archivé |||| %{smart_count} étaient déjà archivés",
    },
    unarchive: {
      name: "Sortir des archives",
      title:
        "Sortir %{smart_count} sondage des archives ? |||| Sortir %{smart_count} sondages des archives ?",
      what: "Les listes l'affichent de nouveau, s'il y figure. |||| Les listes les affichent de nouveau, s'ils y figurent.",
      others: "Un autre n'est pas archivé. |||| %{smart_count} autres ne sont pas archivés.",
      none: "Il n'y a ici aucun sondage archivé.",
      done: "%{smart_count} sondage sorti des archives |||| %{smart_count} sondages sortis des archives",
      kept: "%{smart_count} n'était pas archivé |||| %{smart_count} n'étaient pas archivés",
    },
    delete: {
      what: "Le sondage est supprimé avec tout ce qui lui appartient. Pour garder ses votes, archivez-le plutôt. |||| Les sondages sont supprimés avec tout ce qui leur appartient. Pour garder leurs votes, archivez-les plutôt.",
    },
  },
  related: {
    choices: "%{smart_count} choix |||| %{smart_count} choix",
    ballots: "%{smart_count} bulletin |||| %{smart_count} bulletins",
    corrections: "%{smart_count} texte corrigé |||| %{smart_count} textes corrigés",
  },
};
