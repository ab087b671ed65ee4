/** Messages under `resources.rolls`. */
export const en = {
  name: "Roll |||| Rolls",
  fields: { name: "Name", people: "People", public_turnout: "Everyone sees the turnout" },
  notifications: {
    created: "Roll created",
    updated: "Roll saved",
    deleted: "Roll deleted |||| %{smart_count} rolls deleted",
  },
  actions: {
    forget: {
      name: "Forget people",
      title: "Forget the people of this roll? |||| Forget the people of %{smart_count} rolls?",
      what: "Their names, numbers, addresses and codes are deleted, and what the history says about them. Results, turnouts and the roll stay. This can't be undone, and is possible once all polls of the roll are sealed, within a minute of their close. |||| Their names, numbers, addresses and codes are deleted, and what the history says about them. Results, turnouts and the rolls stay. This can't be undone, and is possible once all polls of the rolls are sealed, within a minute of their close.",
      done: "The people are forgotten |||| The people of %{smart_count} rolls are forgotten",
    },
    delete: {
      what: "The roll is deleted with its people, whose codes end. |||| The rolls are deleted with their people, whose codes end.",
    },
  },
  related: { people: "1 person |||| %{smart_count} people" },
  list: "Rolls",
  search: "Search rolls",
  create: "New roll",
  name_hint: "Voters see it: “Members 2026”, for example.",
  public_turnout_hint:
    "While a poll of this roll is open, its page says how many have voted: “214 of 312 people have voted”. You see it here in any case.",
  empty: "No rolls yet",
  invite:
    "A roll is a list of people who may vote, each once and with a code. Name one, add its people, and choose it in a poll.",
  create_first: "Create the first roll",
  may_vote: "1 person may vote |||| %{smart_count} people may vote",
  rename: "Edit",
  polls: "Polls",
  no_polls: "No poll uses this roll yet.",
  new_poll: "New poll for this roll",
  codes: {
    title: "Codes",
    hint: "Each person votes with a code. The history records who prints or downloads codes.",
    csv: "Download CSV",
  },
  sheet: {
    title: "Print sheet",
    loading: "Loading the cards",
    without_email:
      "1 person without an e-mail address gets a card |||| %{smart_count} people without an e-mail address get a card",
    all: "1 person gets a card |||| %{smart_count} people get a card",
    everyone: "Everyone has an address",
    hint: "Ten cards fit on an A4 page. Cut along the dashed lines, and give each card to its person alone: anyone who has it can vote with it.",
    print: "Print",
    more: "Include people with an address",
    fewer: "Only people without an address",
  },
};

export const fr: typeof en = {
  name: "Liste électorale |||| Listes électorales",
  fields: {
    name: "Nom",
    people: "Personnes",
    public_turnout: "La participation est visible de tous",
  },
  notifications: {
    created: "Liste créée",
    updated: "Liste enregistrée",
    deleted: "Liste supprimée |||| %{smart_count} listes supprimées",
  },
  actions: {
    forget: {
      name: "Oublier les personnes",
      title:
        "Oublier les personnes de cette liste ? |||| Oublier les personnes de %{smart_count} listes ?",
      what: "Noms, numéros, adresses et codes sont supprimés, ainsi que ce qu'en dit l'historique. Les résultats, la participation et la liste restent. C'est irréversible, et possible une fois tous les sondages de la liste scellés, dans la minute qui suit leur clôture. |||| Noms, numéros, adresses et codes sont supprimés, ainsi que ce qu'en dit l'historique. Les résultats, la participation et les listes restent. C'est irréversible, et possible une fois tous les sondages des listes scellés, dans la minute qui suit leur clôture.",
      done: "Les personnes sont oubliées |||| Les personnes de %{smart_count} listes sont oubliées",
    },
    delete: {
      what: "La liste est supprimée avec ses personnes, dont les codes prennent fin. |||| Les listes sont supprimées avec leurs personnes, dont les codes prennent fin.",
    },
  },
  related: { people: "%{smart_count} personne |||| %{smart_count} personnes" },
  list: "Listes électorales",
  search: "Rechercher une liste",
  create: "Nouvelle liste",
  name_hint: "Les votants le voient : « Membres 2026 », par exemple.",
  public_turnout_hint:
    "Tant qu'un sondage de cette liste est ouvert, sa page dit combien de personnes ont voté. Ici, vous le voyez dans tous les cas.",
  empty: "Pas encore de liste électorale",
  invite:
    "Une liste électorale réunit les personnes qui peuvent voter, chacune une fois et avec un code. Donnez-lui un nom, ajoutez les personnes, puis choisissez-la dans un sondage.",
  create_first: "Créer la première liste",
  may_vote: "%{smart_count} personne peut voter |||| %{smart_count} personnes peuvent voter",
  rename: "Modifier",
  polls: "Sondages",
  no_polls: "Aucun sondage n'utilise encore cette liste.",
  new_poll: "Nouveau sondage pour cette liste",
  codes: {
    title: "Codes",
    hint: "Chaque personne vote avec un code. L'historique note qui imprime ou télécharge des codes.",
    csv: "Télécharger le CSV",
  },
  sheet: {
    title: "Feuille à imprimer",
    loading: "Chargement des cartes",
    without_email:
      "%{smart_count} personne sans adresse e-mail reçoit une carte |||| %{smart_count} personnes sans adresse e-mail reçoivent une carte",
    all: "%{smart_count} personne reçoit une carte |||| %{smart_count} personnes reçoivent une carte",
    everyone: "Tout le monde a une adresse",
    hint: "Une page A4 contient dix cartes. Découpez le long des pointillés et remettez chaque carte à sa personne seulement : elle suffit pour voter.",
    print: "Imprimer",
    more: "Ajouter les personnes qui ont une adresse",
    fewer: "Seulement les personnes sans adresse",
  },
};
