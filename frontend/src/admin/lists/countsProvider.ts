import type { components } from "../../shared/schema";
import type { Http } from "../http";

export type FacetCount = components["schemas"]["FacetCount"];
export type DateCounts = components["schemas"]["DateCounts"];

interface CountsQuery {
  filter: object;
  /** An IANA name. Days begin at midnight in this zone. */
  zone: string;
  signal?: AbortSignal;
}

export interface CountsProvider {
  /** The numbers of rows that the filter matches, by facet and value. */
  getFacets: (resource: string, query: CountsQuery) => Promise<Record<string, FacetCount[]>>;
  /** The numbers of rows by year, or by the parts of the year or month `within`. */
  getDates: (
    resource: string,
    query: CountsQuery & { field: string; within?: string },
  ) => Promise<DateCounts>;
}

/** The calls of the data provider that count the rows of a list. */
export function countsProvider(url: string, request: Http): CountsProvider {
  const read = async (path: string, { filter, signal, ...query }: CountsQuery) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const parameters = new URLSearchParams(given);
    parameters.set("filter", JSON.stringify(filter));
    const { json } = await request(`${url}/${path}?${parameters}`, { signal });
    return json;
  };
  return {
    getFacets: async (resource, query) => (await read(`${resource}:facets`, query)).facets,
    getDates: (resource, query) => read(`${resource}:dates`, query),
  };
}
