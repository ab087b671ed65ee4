/**
 * A random (version 4) UUID. Made by hand because `crypto.randomUUID` exists on https and localhost only, and
 * a classroom votes over plain http.
 */
export function newReceipt(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16)).map((byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x40; // version 4
    if (index === 8) return (byte & 0x3f) | 0x80; // variant of RFC 9562
    return byte;
  });
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The receipt in what someone pasted or typed: with blanks or capitals in it, or a whole saved file. */
export function findReceipt(text: string): string | undefined {
  const RECEIPT = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;
  return text.toLowerCase().replace(/\s/g, "").match(RECEIPT)?.[0];
}
