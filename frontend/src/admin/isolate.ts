/** `text` in its own direction within another text: between Unicode's FIRST STRONG ISOLATE and its end. */
export const isolate = (text: string) => `\u2068${text}\u2069`;
