/** Wrap `text` in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that it keeps its direction in a sentence. */
export const bidiIsolate = (text: string) => `\u2068${text}\u2069`;
