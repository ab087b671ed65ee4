import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDataProvider, useListContext } from "react-admin";
import type { RestProvider } from "../dataProvider";
import { timeZone } from "../dates/zonedTime";

/** The numbers of rows by facet and value, with the filter of the list. */
export const useFacetCounts = () =>
  useCounts("facets", {}, (provider, resource, query) => provider.getFacets(resource, query));

/** The numbers of rows by year, or by the months or days `within` a year or a month. */
export const useDateCounts = (field: string, within: string | undefined) =>
  useCounts("dates", { field, within }, (provider, resource, query) =>
    provider.getDates(resource, query),
  );

const useCounts = <Query extends object, Counts>(
  kind: string,
  own: Query,
  read: (
    provider: RestProvider,
    resource: string,
    query: Query & { filter: object; zone: string; signal: AbortSignal },
  ) => Promise<Counts>,
) => {
  const { resource, filter, filterValues } = useListContext();
  const provider = useDataProvider<RestProvider>();
  const query = { ...own, filter: { ...filterValues, ...filter }, zone: timeZone };
  return useQuery({
    // Below the key of lists, so that react-admin fetches the counts again after every write.
    queryKey: [resource, "getList", kind, query],
    queryFn: ({ signal }) => read(provider, resource, { ...query, signal }),
    // The numbers stay on the screen until the new ones are there.
    placeholderData: keepPreviousData,
    retry: false,
  });
};
