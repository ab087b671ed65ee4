/**
 * Corrects the address of a poll's page. Links that pass through messages and QR codes pick up capital letters, a
 * trailing slash, or the quote, bracket or full stop next to them. Other addresses are returned unchanged.
 */
export function plainAddress(path: string): string {
  const [, written = ""] = path.match(/^\/polls\/([^/]+)\/?$/i) ?? [];
  const [slug] =
    decode(written)
      .normalize("NFKC")
      .toLowerCase()
      .match(/[a-z0-9]+/) ?? [];
  return slug ? `/polls/${slug}` : path;
}

/** Decodes percent-encoding and drops invisible characters, such as soft hyphens. Ignores incomplete escapes. */
function decode(text: string): string {
  const known = text.replace(/%(?![0-9a-f]{2})/gi, "");
  try {
    return decodeURIComponent(known).replace(/\p{Cf}/gu, "");
  } catch {
    return known.replace(/%../g, " ");
  }
}
