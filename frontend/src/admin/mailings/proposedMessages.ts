import type { Language } from "../../shared/languages";
import type { Mailing } from "./mailing";

interface Proposal {
  subject: string;
  text: string;
}

/** The subjects and texts that a mailing begins with, in the language of its readers. */
export const PROPOSED: Record<Language, Record<Mailing["kind"], Proposal>> = {
  en: {
    invitation: {
      subject: "Your vote: {roll}",
      text: "Hello {name},\n\nYou may vote on the polls of “{roll}”. This link is for you alone:\n\n{link}\n\nOr enter this code: {code}\n\nPlease keep both to yourself. Anyone who has them can vote in your place.",
    },
    reminder: {
      subject: "Please vote: {roll}",
      text: "Hello {name},\n\nYou have not voted on all open polls of “{roll}” yet. People who have voted get no reminder, and no one is shown who has voted.\n\nThis link is for you alone:\n\n{link}\n\nOr enter this code: {code}",
    },
    replacement: {
      subject: "Your new code: {roll}",
      text: "Hello {name},\n\nYou have a new code for the votes of “{roll}”. The old one no longer works.\n\nThis link is for you alone:\n\n{link}\n\nOr enter this code: {code}\n\nPlease keep both to yourself. Anyone who has them can vote in your place.",
    },
  },
  de: {
    invitation: {
      subject: "Ihre Stimme: {roll}",
      text: "Guten Tag {name},\n\nSie können an den Abstimmungen von „{roll}“ teilnehmen. Dieser Link ist nur für Sie bestimmt:\n\n{link}\n\nOder geben Sie diesen Code ein: {code}\n\nBitte geben Sie beides nicht weiter. Wer den Link oder den Code hat, kann an Ihrer Stelle abstimmen.",
    },
    reminder: {
      subject: "Bitte stimmen Sie ab: {roll}",
      text: "Guten Tag {name},\n\nSie haben noch nicht an allen offenen Abstimmungen von „{roll}“ teilgenommen. Wer abgestimmt hat, erhält keine Erinnerung, und niemandem wird angezeigt, wer abgestimmt hat.\n\nDieser Link ist nur für Sie bestimmt:\n\n{link}\n\nOder geben Sie diesen Code ein: {code}",
    },
    replacement: {
      subject: "Ihr neuer Code: {roll}",
      text: "Guten Tag {name},\n\nSie haben einen neuen Code für die Abstimmungen von „{roll}“. Der alte gilt nicht mehr.\n\nDieser Link ist nur für Sie bestimmt:\n\n{link}\n\nOder geben Sie diesen Code ein: {code}\n\nBitte geben Sie beides nicht weiter. Wer den Link oder den Code hat, kann an Ihrer Stelle abstimmen.",
    },
  },
  fr: {
    invitation: {
      subject: "Votre vote : {roll}",
      text: "Bonjour {name},\n\nvous pouvez voter aux sondages de « {roll} ». Ce lien est pour vous seulement :\n\n{link}\n\nOu saisissez ce code : {code}\n\nGardez-les pour vous : ils suffisent pour voter à votre place.",
    },
    reminder: {
      subject: "Votez : {roll}",
      text: "Bonjour {name},\n\nvous n'avez pas encore voté à tous les sondages ouverts de « {roll} ». Les personnes qui ont voté ne reçoivent pas de rappel, et rien ne montre qui a voté.\n\nCe lien est pour vous seulement :\n\n{link}\n\nOu saisissez ce code : {code}",
    },
    replacement: {
      subject: "Votre nouveau code : {roll}",
      text: "Bonjour {name},\n\nvous avez un nouveau code pour les votes de « {roll} ». L'ancien ne fonctionne plus.\n\nCe lien est pour vous seulement :\n\n{link}\n\nOu saisissez ce code : {code}\n\nGardez-les pour vous : ils suffisent pour voter à votre place.",
    },
  },
  es: {
    invitation: {
      subject: "Su voto: {roll}",
      text: "Hola, {name}:\n\nPuede votar en las votaciones de «{roll}». Este enlace es solo para usted:\n\n{link}\n\nO introduzca este código: {code}\n\nNo comparta ninguno de los dos. Cualquiera que los tenga puede votar en su lugar.",
    },
    reminder: {
      subject: "Le recordamos que puede votar: {roll}",
      text: "Hola, {name}:\n\nAún no ha votado en todas las votaciones abiertas de «{roll}». Quienes ya han votado no reciben recordatorio, y a nadie se le muestra quién ha votado.\n\nEste enlace es solo para usted:\n\n{link}\n\nO introduzca este código: {code}",
    },
    replacement: {
      subject: "Su nuevo código: {roll}",
      text: "Hola, {name}:\n\nTiene un código nuevo para las votaciones de «{roll}». El anterior ya no sirve.\n\nEste enlace es solo para usted:\n\n{link}\n\nO introduzca este código: {code}\n\nNo comparta ninguno de los dos. Cualquiera que los tenga puede votar en su lugar.",
    },
  },
  ar: {
    invitation: {
      subject: "صوتك: {roll}",
      text: "مرحبًا {name}،\n\nيمكنك التصويت في استطلاعات «{roll}». هذا الرابط لك وحدك:\n\n{link}\n\nأو يمكنك إدخال هذا الرمز: {code}\n\nيُرجى عدم مشاركتهما مع أحد، فمن يحصل عليهما يمكنه التصويت نيابةً عنك.",
    },
    reminder: {
      subject: "تذكير بالتصويت: {roll}",
      text: "مرحبًا {name}،\n\nما زالت استطلاعات مفتوحة في «{roll}» بانتظار صوتك. لا يصل أي تذكير إلى من صوّتوا، ولا يُعرض على أحد من صوّت.\n\nهذا الرابط لك وحدك:\n\n{link}\n\nأو يمكنك إدخال هذا الرمز: {code}",
    },
    replacement: {
      subject: "رمزك الجديد: {roll}",
      text: "مرحبًا {name}،\n\nلديك رمز جديد للتصويت في «{roll}». لم يعد الرمز القديم صالحًا.\n\nهذا الرابط لك وحدك:\n\n{link}\n\nأو يمكنك إدخال هذا الرمز: {code}\n\nيُرجى عدم مشاركتهما مع أحد، فمن يحصل عليهما يمكنه التصويت نيابةً عنك.",
    },
  },
};
