/**
 * `ra-data-simple-rest`, extended by features of the admin API:
 *
 * - Saves and deletes send the version that they are based on in `If-Match`. The API refuses a stale one with a 412,
 *   whose body contains the current record as `current`.
 * - `previewAction` and `runAction` are the bulk actions of the API (bulk/bulkCalls.ts).
 * - `updateMany` and `deleteMany` send one request each, which changes all of the records or none.
 * - The `meta` of a list says whether its total is exact (`ListMeta`). The error of a refused list says which of its
 *   parameters was refused.
 * - `getFacets` and `getDates` count the rows of a list.
 * - Pending reads are aborted when no screen needs them.
 *
 * Relations are embedded as in simple-rest: `meta: { embed: ["choices"] }`.
 */
import { type DataProvider, HttpError, type Identifier } from "ra-core";
import simpleRestProvider from "ra-data-simple-rest";
import { bulkCalls } from "./bulk/bulkCalls";
import { apiError, type Http, http, isNotFound } from "./http";
import { translate } from "./i18nProvider";
import { type CountsProvider, countsProvider } from "./lists/countsProvider";
import type { en } from "./server/messages";

/** An estimated total is approximate, but never less than the number of records known to exist. */
export interface ListMeta {
  total: "exact" | "estimated";
}

export type RestProvider = DataProvider & CountsProvider;

/** A data provider for the API at `url`. It does not depend on a browser. */
export function restProvider(url: string, request: Http): RestProvider {
  const rest = simpleRestProvider(url, request);

  // simple-rest gives no access to the headers of a single request or response, so these wrap its HTTP client.
  const basedOn = (version: unknown) =>
    version == null
      ? rest
      : simpleRestProvider(url, (address, options = {}) => {
          const headers = new Headers(options.headers);
          headers.set("If-Match", `"${version}"`);
          return request(address, { ...options, headers });
        });

  const withTotal = async <List extends object>(
    read: (provider: DataProvider) => Promise<List>,
  ) => {
    const meta: ListMeta = { total: "exact" };
    const list = await read(
      simpleRestProvider(url, async (address, options) => {
        const response = await request(address, options);
        if (response.headers.get("Content-Range-Total") === "estimated") meta.total = "estimated";
        return response;
      }),
    );
    return { ...list, meta };
  };

  const bulk = async (method: string, resource: string, ids: Identifier[], body?: string) => {
    const filter = encodeURIComponent(JSON.stringify({ id: ids }));
    const call = request(`${url}/${resource}?filter=${filter}`, { method, body });
    return { data: (await call).json };
  };

  return {
    ...rest,
    ...bulkCalls(url, request),
    ...countsProvider(url, request),
    supportAbortSignal: true,
    getList: (resource, params) =>
      withTotal((provider) => provider.getList(resource, params)).catch(explainRefusal),
    getManyReference: (resource, params) =>
      withTotal((provider) => provider.getManyReference(resource, params)).catch(explainRefusal),
    update: (resource, params) =>
      basedOn(params.data.version ?? params.previousData?.version)
        .update(resource, params)
        .catch(explainDeleted),
    delete: (resource, params) =>
      basedOn(params.previousData?.version).delete(resource, params).catch(explainDeleted),
    updateMany: (resource, { ids, data }) => bulk("PUT", resource, ids, JSON.stringify(data)),
    deleteMany: (resource, { ids }) => bulk("DELETE", resource, ids),
  };
}

/** Replace the message of a 404 by one for a user with the record on the screen. */
const explainDeleted = (error: unknown): never => {
  throw isNotFound(error) ? apiError(404, translate("polls.server.deleted")) : error;
};

/**
 * The list parameters that the API can refuse. The list is then loaded without the refused ones
 * (layout/useResetRefusedParameters.ts).
 */
export type ListParameter = keyof typeof en.refused;
const LIST_PARAMETERS: ListParameter[] = ["sort", "filter", "range"];

/** The parameters that the API refused, or an empty array for any other error. */
export const refusedParameters = (error: unknown): ListParameter[] =>
  error instanceof HttpError && error.status === 400
    ? LIST_PARAMETERS.filter((name) => name in (error.body?.errors ?? {}))
    : [];

const explainRefusal = (error: unknown): never => {
  const [parameter] = refusedParameters(error);
  if (!(error instanceof HttpError) || !parameter) throw error;
  const message = `${translate(`polls.server.refused.${parameter}`)} ${error.message}`;
  throw new HttpError(message, error.status, error.body);
};

export const dataProvider = restProvider("/api/admin", http);
