/**
 * `ra-data-simple-rest`, extended by features of the admin API:
 *
 * - Saves and deletes send the version that they are based on in `If-Match`. The API refuses a stale one with a 412,
 *   whose body contains the current record as `current`.
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
import { apiError, type Http, http } from "./http";
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
    const { json } = await call.catch(explain(SIGNED_OUT));
    return { data: json };
  };

  return {
    ...rest,
    ...countsProvider(url, request),
    supportAbortSignal: true,
    getList: (resource, params) =>
      withTotal((provider) => provider.getList(resource, params)).catch(explainRefusal),
    getManyReference: (resource, params) =>
      withTotal((provider) => provider.getManyReference(resource, params)).catch(explainRefusal),
    create: (resource, params) => rest.create(resource, params).catch(explain(SIGNED_OUT)),
    update: (resource, params) =>
      basedOn(params.data.version ?? params.previousData?.version)
        .update(resource, params)
        .catch(explain(SIGNED_OUT, DELETED)),
    delete: (resource, params) =>
      basedOn(params.previousData?.version)
        .delete(resource, params)
        .catch(explain(SIGNED_OUT, DELETED)),
    updateMany: (resource, { ids, data }) => bulk("PUT", resource, ids, JSON.stringify(data)),
    deleteMany: (resource, { ids }) => bulk("DELETE", resource, ids),
  };
}

const SIGNED_OUT = { status: 401, text: "polls.server.signed_out" };
const DELETED = { status: 404, text: "polls.server.deleted" };

/**
 * Replace the message of a refused write by one for a user with the record or unsaved input on the screen. `stay`
 * tells authProvider.checkError to keep the session: otherwise react-admin would redirect to the sign-in page and
 * treat the write as successful.
 */
const explain =
  (...explanations: { status: number; text: string }[]) =>
  (error: unknown): never => {
    if (!(error instanceof HttpError)) throw error;
    const known = explanations.find(({ status }) => status === error.status);
    if (!known) throw error;
    throw apiError(error.status, translate(known.text), { stay: true });
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
