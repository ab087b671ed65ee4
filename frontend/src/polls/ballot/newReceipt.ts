/**
 * Returns a random (version 4) UUID. `crypto.randomUUID` exists only on https and localhost, but polls are also served
 * over plain http, for instance in a classroom.
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
