import type { Language } from "../../shared/languages";

/** The words on a card, in the language of its reader. The number follows `number`, and the address `enter`. */
export const CARD: Record<Language, { number: string; enter: string }> = {
  en: { number: "Number", enter: "Scan the code, or enter it at" },
  de: { number: "Nummer", enter: "Scannen Sie den Code, oder geben Sie ihn hier ein:" },
  fr: { number: "Numéro", enter: "Scannez le code, ou saisissez-le sur" },
  es: { number: "Número", enter: "Escanee el código o introdúzcalo en" },
  ar: { number: "الرقم", enter: "يرجى مسح الرمز ضوئيًا أو إدخاله على" },
};
