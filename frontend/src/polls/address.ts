/**
 * The plain address of a poll's page. On their way through messages and QR codes, links get capitals, a slash, or
 * the quote, bracket or full stop that stood next to them. Other addresses are given back as they are.
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

/** Without what is not seen, such as a soft hyphen. A `%` may be left of what was cut off. */
function decode(text: string): string {
  const known = text.replace(/%(?![0-9a-f]{2})/gi, "");
  try {
    return decodeURIComponent(known).replace(/\p{Cf}/gu, "");
  } catch {
    return known.replace(/%../g, " ");
  }
}
