/** The address of the list: `/`, `/?search=tea&page=2`. */

export type Place = { page: number; search: string };

/** Most characters of a search that the API takes. */
export const MAX_SEARCH = 200;

/** Reads the query of the page's address. Any query is a place: the backend reads it alike (`pages/routes.py`). */
export function placeOf(query: string): Place {
  const parameters = new URLSearchParams(query);
  const page = Number.parseInt(parameters.get("page") ?? "", 10);
  return {
    page: page >= 1 && page < 1_000_000 ? page : 1,
    search: searchTerm(parameters.get("search") ?? ""),
  };
}

export function addressOf({ page, search }: Place): string {
  const parameters = new URLSearchParams();
  if (search) parameters.set("search", search);
  if (page > 1) parameters.set("page", `${page}`);
  const query = parameters.toString();
  return query ? `/?${query}` : "/";
}

/** A typed text as a search: trimmed and cut. */
export const searchTerm = (text: string) =>
  [...text.replaceAll("\0", "").trim()].slice(0, MAX_SEARCH).join("").trim();
