import * as actions from "./actionMessages";
import * as form from "./form/messages";
import * as page from "./page/messages";

/**
 * Messages under `resources.questions`. react-admin looks up the labels of inputs and columns under `fields`, by
 * source; `values` has the names of a field's values, `help` the helper texts of the form.
 */
export const en = {
  name: "Poll |||| Polls",
  fields: {
    question_text: "Question",
    status: "Status",
    ballots: "Ballots",
    ballots_gte: "Ballots, at least",
    pub_date: "Opens",
    closes_at: "Closes",
    voting: "Each voter picks",
    max_choices: "At most",
    voter_check: "Each voter votes",
    roll_id: "Roll",
    quorum: "Quorum",
    results_visibility: "Who sees the result",
    listed: "Who finds the poll",
    archived: "Archive",
    choice_count: "Choices",
    choice_count_lt: "Fewer choices than",
    choices: "Choices",
    "choices.choice_text": "Choice",
  },
  values: {
    status: { draft: "Draft", scheduled: "Scheduled", open: "Open", closed: "Closed" },
    voting: { single: "One choice", multiple: "Several choices" },
    voter_check: {
      browser: "Once per browser",
      none: "Any number of times",
      roll: "Once per person on a roll",
    },
    results_visibility: {
      always: "Everyone, at any time",
      after_vote: "Voters after their vote, everyone after the close",
      after_close: "Everyone, after the close",
      staff: "Dashboard users only",
    },
    listed: { true: "Everyone", false: "People with the link" },
    archived: { true: "Archived", false: "Not archived" },
  },
  help: {
    pub_date_of_new_poll: "Leave empty to open the poll as soon as it is published.",
    closes_at: "Nobody can vote after this time. Leave empty to keep the poll open.",
    results_visibility:
      "You see the result here in the dashboard, but not before the close if it is shown after it.",
    secret_results: "With a roll, nobody sees the result before the close.",
    listed: "If switched off, only people with the link can find the poll.",
    max_choices: "How many choices each voter may pick. Leave empty for no limit.",
    voter_check:
      "“Once per browser” prevents accidental second votes, not deliberate ones: another browser can vote again.",
    quorum:
      "The share of the people on the roll who have to vote. The result says whether it was reached. Leave empty for none; 66.67 is two thirds exactly.",
    roll: "Each person votes with a code. Until the close nobody sees votes or who has voted, dashboard users included. After it, the poll can't be opened again.",
  },
  notifications: {
    created: "Poll created",
    updated: "Poll saved",
    deleted: "Poll deleted |||| %{smart_count} polls deleted",
  },
  ...actions.en,
  restorable:
    "It can be restored for %{days} days: with a new link, without its votes. |||| They can be restored for %{days} days: with new links, without their votes.",
  recreate_hint: "The poll comes back with a new link, without its votes.",
  list: "Polls",
  search: "Search polls",
  create: "New poll",
  edit: "Edit poll",
  add_choice: "Add a choice",
  voting_limited: "%{voting}, at most %{limit}",
  no_limit: "No limit",
  no_quorum: "No quorum",
  roll_number: "Roll number %{number}",
  never: "Never",
  listed_switch: "On the list of polls",
  fixed_by_votes:
    "1 ballot cast, so the question, its choices and the way to vote are fixed. |||| %{smart_count} ballots cast, so the question, its choices and the way to vote are fixed.",

  empty: "No polls yet",
  invite: "Write a question and its choices, share the link, and watch the votes come in.",
  create_first: "Create the first poll",

  link: "Link for voters",
  copy_link: "Copy link",
  link_copied: "Link copied",
  link_selected: "The link is selected. Copy it with Ctrl+C or ⌘C.",
  view_on_site: "View on site",

  votes: "Votes",
  ballots: "1 ballot |||| %{smart_count} ballots",
  opens: "Opens %{time}",
  opened: "Opened %{time}",
  closes: "Closes %{time}",
  closed: "Closed %{time}",
  outdated: "Not up to date: the server can't be reached.",
  several_choices: "Each ballot has one choice or more. 100% is all ballots.",
  rounded: "Percentages are rounded.",

  form: form.en,
  page: page.en,
};

export const fr: typeof en = {
  name: "Sondage |||| Sondages",
  fields: {
    question_text: "Question",
    status: "État",
    ballots: "Bulletins",
    ballots_gte: "Bulletins, au moins",
    pub_date: "Ouverture",
    closes_at: "Clôture",
    voting: "Chaque votant choisit",
    max_choices: "Au plus",
    voter_check: "Chaque votant vote",
    roll_id: "Liste électorale",
    quorum: "Quorum",
    results_visibility: "Qui voit le résultat",
    listed: "Qui trouve le sondage",
    archived: "Archives",
    choice_count: "Choix",
    choice_count_lt: "Moins de choix que",
    choices: "Choix",
    "choices.choice_text": "Choix",
  },
  values: {
    status: { draft: "Brouillon", scheduled: "Programmé", open: "Ouvert", closed: "Clos" },
    voting: { single: "Un seul choix", multiple: "Plusieurs choix" },
    voter_check: {
      browser: "Une fois par navigateur",
      none: "Autant de fois qu'il veut",
      roll: "Une fois par personne d'une liste électorale",
    },
    results_visibility: {
      always: "Tout le monde, à tout moment",
      after_vote: "Les votants après leur vote, tout le monde après la clôture",
      after_close: "Tout le monde, après la clôture",
      staff: "Utilisateurs du tableau de bord seulement",
    },
    listed: { true: "Tout le monde", false: "Les personnes qui ont le lien" },
    archived: { true: "Archivés", false: "Non archivés" },
  },
  help: {
    pub_date_of_new_poll: "Laissez vide pour ouvrir le sondage dès sa publication.",
    closes_at: "Personne ne peut voter après cette heure. Laissez vide pour ne jamais clore.",
    results_visibility:
      "Vous voyez le résultat ici, mais pas avant la clôture s'il n'est visible qu'après elle.",
    secret_results: "Avec une liste électorale, personne ne voit le résultat avant la clôture.",
    listed: "Sinon, seules les personnes qui ont le lien trouvent le sondage.",
    max_choices: "Nombre de choix permis à chaque votant. Laissez vide pour ne pas limiter.",
    voter_check:
      "« Une fois par navigateur » évite un second vote par mégarde, mais pas un vote délibéré depuis un autre navigateur.",
    quorum:
      "La part des personnes de la liste qui doivent voter. Le résultat dit si elle est atteinte. Laissez vide s'il n'y en a pas ; 66,67 vaut exactement deux tiers.",
    roll: "Chaque personne vote avec un code. Jusqu'à la clôture, personne ne voit les votes ni qui a voté, pas même les utilisateurs du tableau de bord. Ensuite, le sondage ne peut pas être rouvert.",
  },
  notifications: {
    created: "Sondage créé",
    updated: "Sondage enregistré",
    deleted: "Sondage supprimé |||| %{smart_count} sondages supprimés",
  },
  ...actions.fr,
  restorable:
    "Restauration possible pendant %{days} jours : avec un nouveau lien, sans les votes. |||| Restauration possible pendant %{days} jours : avec de nouveaux liens, sans les votes.",
  recreate_hint: "Le sondage revient avec un nouveau lien, sans ses votes.",
  list: "Sondages",
  search: "Rechercher un sondage",
  create: "Nouveau sondage",
  edit: "Modifier le sondage",
  add_choice: "Ajouter un choix",
  voting_limited: "%{voting}, %{limit} au plus",
  no_limit: "Sans limite",
  no_quorum: "Pas de quorum",
  roll_number: "Liste électorale numéro %{number}",
  never: "Jamais",
  listed_switch: "Dans la liste des sondages",
  fixed_by_votes:
    "%{smart_count} bulletin déposé : la question, ses choix et la façon de voter sont figés. |||| %{smart_count} bulletins déposés : la question, ses choix et la façon de voter sont figés.",

  empty: "Pas encore de sondage",
  invite: "Rédigez une question et ses choix, partagez le lien et suivez les votes.",
  create_first: "Créer le premier sondage",

  link: "Lien pour les votants",
  copy_link: "Copier le lien",
  link_copied: "Lien copié",
  link_selected: "Le lien est sélectionné. Copiez-le avec Ctrl+C ou ⌘C.",
  view_on_site: "Voir sur le site",

  votes: "Votes",
  ballots: "%{smart_count} bulletin |||| %{smart_count} bulletins",
  opens: "Ouverture : %{time}",
  opened: "Ouvert depuis : %{time}",
  closes: "Clôture : %{time}",
  closed: "Clos depuis : %{time}",
  outdated: "Pas à jour : le serveur est injoignable.",
  several_choices: "Chaque bulletin porte un ou plusieurs choix. 100 % : tous les bulletins.",
  rounded: "Les pourcentages sont arrondis.",

  form: form.fr,
  page: page.fr,
};
