import { HttpError } from "ra-core";

/**
 * The errors of the API in French, by their code (docs/errors.md). Codes whose sentence says more than the code, such
 * as the number of votes, are left out: their sentence is looked up in `SENTENCES`, or stays English.
 */
const CODES: Record<string, string> = {
  already_restored: "Cet élément a déjà été restauré.",
  busy: "Trop de demandes sont en attente. Réessayez dans un instant.",
  conflict: "Ceci est en conflit avec d'autres éléments.",
  foreign_origin: "Cette demande vient d'un autre site et a été refusée.",
  in_use: "D'autres éléments s'y rapportent : suppression impossible.",
  internal_error: "Une erreur est survenue de notre côté. Réessayez dans un instant.",
  invalid: "Corrigez les champs signalés.",
  roll_in_use:
    "Un sondage utilise cette liste : suppression impossible. Supprimez d'abord le sondage, ou donnez-lui une autre liste.",
  roll_name_taken: "Une liste porte déjà ce nom, ou un nom qui lui ressemble.",
  not_sealed:
    "La liste dit qui a voté une fois le sondage scellé, dans la minute qui suit sa clôture.",
  roll_still_used:
    "Un sondage de cette liste n'est pas encore clos et scellé : ses personnes sont encore nécessaires. Un sondage est scellé dans la minute qui suit sa clôture. Supprimez les sondages qui n'auront pas lieu.",
  roll_voted_with:
    "On a déjà voté avec cette liste : personne ne peut en être supprimé. Révoquez plutôt le code.",
  code_revoked: "Cette personne ne peut plus voter : il n'y a pas de nouveau code.",
  codes_lost:
    "SECRET_KEY n'est pas la clé avec laquelle ces codes ont été créés. Rétablissez-la, ou remplacez chaque code.",
  mail_not_set_up:
    "La messagerie n'est pas configurée. Définissez SMTP_URL, MAIL_FROM et PUBLIC_URL.",
  no_open_poll: "Aucun sondage de cette liste n'est ouvert : il n'y a rien à rappeler.",
  nobody_to_mail:
    "Personne ne recevrait ce message : toutes les personnes qui ont une adresse ont déjà été contactées, ou ne peuvent plus voter.",
  last_admin: "C'est le dernier administrateur actif. Nommez-en d'abord un autre.",
  no_state: "L'élément n'existait pas : il n'y a pas d'état à restaurer.",
  not_allowed: "Votre compte ne le permet pas. Adressez-vous à un administrateur.",
  not_found: "Introuvable.",
  not_restorable: "Cet élément supprimé ne peut pas, ou ne peut plus, être restauré.",
  own_account:
    "C'est votre propre compte. Un autre administrateur peut le supprimer, le désactiver ou changer son rôle.",
  record_deleted:
    "Cet élément a été supprimé. Restaurez-le depuis la liste des éléments supprimés récemment.",
  signed_out: "Connectez-vous.",
  stale: "Quelqu'un d'autre l'a modifié entre-temps. Rien n'a été enregistré.",
  taken: "Cette valeur est déjà prise.",
  too_large: "La demande est trop volumineuse.",
  too_many_attempts: "Trop de tentatives. Patientez quelques minutes, puis réessayez.",
  unavailable: "La base de données ne répond pas. Réessayez dans un instant.",
  unknown_ids: "Certains éléments n'existent plus. Rien n'a été modifié.",
  username_taken: "Cet identifiant est déjà pris.",
  wrong_current_password: "Ce n'est pas votre mot de passe actuel.",
  wrong_password: "L'identifiant et le mot de passe ne correspondent pas.",
};

/** The sentences of backend/react_admin/messages.py in French. A placeholder stands for any text. */
export const SENTENCES: Record<string, string> = {
  "Required.": "Obligatoire.",
  "This record does not exist.": "Cet élément n'existe pas.",
  "This value is not allowed here.": "Cette valeur n'est pas admise ici.",
  "This is out of range.": "Valeur hors limites.",
  "Enter a whole number.": "Saisissez un nombre entier.",
  "Enter a number.": "Saisissez un nombre.",
  "Enter a date and time.": "Saisissez une date et une heure.",
  "Choose one of {expected}.": "Choisissez parmi {expected}.",
  "This is too long: at most {max_length} characters.":
    "Trop long : {max_length} caractères au plus.",
  "This is too short: at least {min_length} characters.":
    "Trop court : {min_length} caractères au moins.",
  "This contains a character that can't be stored.":
    "Contient un caractère qui ne peut pas être enregistré.",
  "The body must be a JSON object, sent as application/json.":
    "Le corps doit être un objet JSON, envoyé en application/json.",
  "The database refused a value. Nothing was saved.":
    "La base de données a refusé une valeur. Rien n'a été enregistré.",
  "Choose yes or no.": "Choisissez oui ou non.",
  "Unknown field.": "Champ inconnu.",
  "Enter at least {ge}.": "Saisissez au moins {ge}.",
  "Enter at most {le}.": "Saisissez au plus {le}.",
  "The body is not valid JSON.": "Le corps n'est pas du JSON valide.",
  "Send a list.": "Envoyez une liste.",
  "Send a JSON object.": "Envoyez un objet JSON.",
  "Enter a text.": "Saisissez un texte.",
  "These are too many: at most {max_length}.": "Trop d'éléments : {max_length} au plus.",
  "A subject is one line.": "L'objet tient sur une ligne.",
  "People need {link} or {code} to vote.": "Il faut {link} ou {code} pour voter.",
  "There is no {name}. The placeholders are {listed}.":
    "{name} n'existe pas. Les champs possibles sont {listed}.",
  "Enter a UUID.": "Saisissez un UUID.",
  // Of the people in a file.
  "This line has no name, no number and no address.":
    "Cette ligne n'a ni nom, ni numéro, ni adresse.",
  "Line {line} has this number, too.": "La ligne {line} a le même numéro.",
  "Line {line} is about the same person.": "La ligne {line} concerne la même personne.",
  "Line {line} has this address, too.": "La ligne {line} a la même adresse.",
  "Someone else on the roll has this address.": "Quelqu'un d'autre sur la liste a cette adresse.",
  "Someone on the roll has this name. Without a number or an address, this line adds another person.":
    "Quelqu'un sur la liste porte ce nom. Sans numéro ni adresse, cette ligne ajoute une autre personne.",
  "This person may no longer vote, and an import does not change that.":
    "Cette personne ne peut plus voter, et un import n'y change rien.",
  "Several people on the roll have this name and address, so it can't be told which of them this is.":
    "Plusieurs personnes de la liste ont ce nom et cette adresse : impossible de savoir laquelle.",
  "A spreadsheet takes this for a formula. Write it without the “{sign}”.":
    "Un tableur y voit une formule. Écrivez-le sans « {sign} ».",
  "This is not an e-mail address, such as ann@example.org.":
    "Ce n'est pas une adresse e-mail, comme ann@example.org.",
  "Enter a random UUID (version {expected_version}).":
    "Saisissez un UUID aléatoire (version {expected_version}).",
};

const PATTERNS = Object.entries(SENTENCES).map(([english, french]) => {
  const escaped = english.replace(/[.()]/g, "\\$&").replace(/{(\w+)}/g, "(?<$1>.+)");
  return { pattern: new RegExp(`^${escaped}$`), french: french.replace(/{(\w+)}/g, "$<$1>") };
});

/** A sentence of the API in French, or as it is if it has no translation. */
export function inFrench(sentence: string): string {
  const known = PATTERNS.find(({ pattern }) => pattern.test(sentence));
  return known ? sentence.replace(known.pattern, known.french) : sentence;
}

/** The name of the record in the message of a call that changes many: `Record 7 (“Tea?”): Not found.` */
const RECORD = /^Record (\S+)(?: \(“(.*)”\))?: (.*)$/s;

/** The error with its message and the texts of its fields in French. */
export function errorInFrench({ status, body }: HttpError): HttpError {
  const [, id, title, sentence = body.message] = RECORD.exec(body.message) ?? [];
  const name = id && `Élément ${id}${title ? ` (« ${title} »)` : ""} : `;
  const message: string = `${name ?? ""}${CODES[body.code] ?? inFrench(sentence)}`;
  const errors = JSON.parse(JSON.stringify(body.errors), (_, text) =>
    typeof text !== "string" ? text : text === body.message ? message : inFrench(text),
  );
  return new HttpError(message, status, { ...body, message, errors });
}
