/** The letters of Hebrew, Arabic and the other right-to-left scripts. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Isolate `text` for a place without markup, such as a page title. Text with right-to-left letters, and any text on a
 * page that is written from right to left, is wrapped in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that it
 * keeps its own direction and does not reorder the text around it. Other text is returned unchanged.
 */
export const isolate = (text: string) =>
  document.documentElement.dir === "rtl" || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
