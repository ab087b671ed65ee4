/**
 * Finds the receipt in a text that someone pasted or typed, which may be a whole saved file. Word processors, mail
 * programs and keyboards change hyphens, break lines and add invisible characters. The API accepts the same forms.
 */
export function findReceipt(text: string): string | undefined {
  const digits = text.normalize("NFKC").toLowerCase().match(RECEIPT)?.[0].replace(SEPARATORS, "");
  return digits?.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Hyphens of all kinds, white space and invisible characters. U+30FC is in the place of "-" on Japanese keyboards. */
const SEPARATORS = /[\s\p{Pd}\p{Cf}\p{Cc}\u02d7\u2043\u2212\u30fc]/gu;

/** The digits of a version 4 UUID, with separators anywhere and no other digit directly before or after. */
const RECEIPT = new RegExp(
  `(?<![0-9a-f])${[...Array(32).keys()]
    .map((index) => (index === 12 ? "4" : index === 16 ? "[89ab]" : "[0-9a-f]"))
    .join(`${SEPARATORS.source}*`)}(?![0-9a-f])`,
  "u",
);
