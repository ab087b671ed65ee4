/** Messages under `resources.mailings`: writing to the people on a roll. */
export const en = {
  name: "Mailing |||| Mailings",
  fields: {
    roll_id: "Roll",
    voter_id: "Person",
    kind: "Kind",
    language: "Language",
    subject: "Subject",
    text: "Text",
    created_at: "Created",
    stopped_at: "Stopped",
    people: "People",
    stopped: "Stopped",
  },
  values: {
    kind: { invitation: "Invitation", reminder: "Reminder", replacement: "New code" },
  },
  actions: {
    stop: {
      name: "Stop",
      title: "Stop sending? |||| Stop sending %{smart_count} mailings?",
      what: "The messages that wait are not sent. Those that were sent can't be called back.",
      others: "1 other has ended already. |||| %{smart_count} others have ended already.",
      none: "Everything has been sent already.",
      done: "Sending stopped |||| %{smart_count} mailings stopped",
      kept: "1 had ended already |||| %{smart_count} had ended already",
    },
  },
  list: "Mail",
  buttons: { invitation: "Invite…", reminder: "Remind…", replacement: "Send by mail…" },
  titles: {
    invitation: "Invite people",
    reminder: "Remind people",
    replacement: "Mail the new code",
  },
  recipients: {
    invitation:
      "The invitation goes to 1 person, who has an address and was not invited before. |||| The invitation goes to %{smart_count} people, who have an address and were not invited before.",
    reminder:
      "The reminder goes to people with an address who have not voted on every open poll of the roll. The others get none, and no screen shows who they are.",
    replacement: "One message goes to %{address}.",
  },
  view: "View",
  write: "Write",
  preview: "Preview",
  plain_text: "As plain text",
  placeholders:
    "Filled in for each person: {name}, {number}, {roll}, {code}, and {link}, which opens the vote. The subject may have the first three.",
  test_to: "Send a test to",
  test: "Send test",
  tested: "The test was sent",
  send: "Send",
  queued: "1 message will be sent |||| %{smart_count} messages will be sent",
  progress: "%{done} of %{total} handled",
  stopped: "Stopped %{time}",
  not_set_up:
    "To send codes by mail, set SMTP_URL, MAIL_FROM and PUBLIC_URL, and start Polls again. Until then, print the sheet, or use the CSV file for a mail merge.",
  error: "Mail can't be sent at the moment, and is tried again. The mail server: %{error}",
  refused:
    "1 address was refused by its mail server. Correct it, and invite again. |||| %{smart_count} addresses were refused by their mail servers. Correct them, and invite again.",
  show_refused: "Show",
};

export const fr: typeof en = {
  name: "Envoi |||| Envois",
  fields: {
    roll_id: "Liste électorale",
    voter_id: "Personne",
    kind: "Type",
    language: "Langue",
    subject: "Objet",
    text: "Texte",
    created_at: "Création",
    stopped_at: "Arrêt",
    people: "Personnes",
    stopped: "Arrêt",
  },
  values: {
    kind: { invitation: "Invitation", reminder: "Rappel", replacement: "Nouveau code" },
  },
  actions: {
    stop: {
      name: "Arrêter",
      title: "Arrêter l'envoi ? |||| Arrêter %{smart_count} envois ?",
      what: "Les messages en attente ne partent plus. Ceux qui sont partis ne peuvent pas être rappelés.",
      others: "Un autre est déjà terminé. |||| %{smart_count} autres sont déjà terminés.",
      none: "Tout est déjà parti.",
      done: "Envoi arrêté |||| %{smart_count} envois arrêtés",
      kept: "%{smart_count} était déjà terminé |||| %{smart_count} étaient déjà terminés",
    },
  },
  list: "E-mails",
  buttons: {
    invitation: "Inviter…",
    reminder: "Envoyer un rappel…",
    replacement: "Envoyer par e-mail…",
  },
  titles: {
    invitation: "Inviter les personnes",
    reminder: "Envoyer un rappel",
    replacement: "Envoyer le nouveau code",
  },
  recipients: {
    invitation:
      "L'invitation va à %{smart_count} personne, qui a une adresse et n'a pas encore été invitée. |||| L'invitation va à %{smart_count} personnes, qui ont une adresse et n'ont pas encore été invitées.",
    reminder:
      "Le rappel va aux personnes avec une adresse qui n'ont pas voté à chaque sondage ouvert de la liste. Les autres n'en reçoivent pas, et aucun écran ne montre qui elles sont.",
    replacement: "Un seul message part, à %{address}.",
  },
  view: "Affichage",
  write: "Rédiger",
  preview: "Aperçu",
  plain_text: "En texte brut",
  placeholders:
    "Remplacés pour chaque personne : {name} (nom), {number} (numéro), {roll} (liste), {code} et {link}, le lien qui ouvre le vote. L'objet peut contenir les trois premiers.",
  test_to: "Envoyer un test à",
  test: "Envoyer le test",
  tested: "Le test est parti",
  send: "Envoyer",
  queued: "%{smart_count} message va partir |||| %{smart_count} messages vont partir",
  progress: "%{done} sur %{total} traités",
  stopped: "Arrêté : %{time}",
  not_set_up:
    "Pour envoyer les codes par e-mail, définissez SMTP_URL, MAIL_FROM et PUBLIC_URL, puis redémarrez Polls. En attendant, imprimez la feuille, ou utilisez le fichier CSV pour un publipostage.",
  error:
    "L'envoi est impossible pour le moment ; de nouveaux essais suivent. Le serveur de messagerie : %{error}",
  refused:
    "%{smart_count} adresse a été refusée par son serveur. Corrigez-la, puis invitez de nouveau. |||| %{smart_count} adresses ont été refusées par leurs serveurs. Corrigez-les, puis invitez de nouveau.",
  show_refused: "Afficher",
};
