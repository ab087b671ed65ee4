/**
 * `ra-data-simple-rest`, and what the admin API can beyond it:
 *
 * - a save or a delete carries the version that it is based on as `If-Match`. A stale one is refused with a 412,
 *   whose body has the record as it is now at `current`;
 * - `updateMany` and `deleteMany` are one call each, and all or nothing;
 * - a list tells in its `meta` whether its total is exact (`ListMeta`), and in words what it was refused for;
 * - a read that nobody waits for any more is aborted.
 *
 * Relations are embedded as in simple-rest: `meta: { embed: ["choices"] }`.
 */
import { type DataProvider, HttpError, type Identifier } from "ra-core";
import simpleRestProvider from "ra-data-simple-rest";
import { failure, type Http, http } from "./http";

/** An estimated total is about right, and never less than the records that are known to be there. */
export interface ListMeta {
  total: "exact" | "estimated";
}

/** The provider for the API at `url`. Needs no browser. */
export function restProvider(url: string, request: Http): DataProvider {
  const rest = simpleRestProvider(url, request);

  // simple-rest takes no headers of one call, and shows none of its answer: hence a client for the call.
  const basedOn = (version: unknown) =>
    version == null
      ? rest
      : simpleRestProvider(url, (address, options = {}) => {
          const headers = new Headers(options.headers);
          headers.set("If-Match", `"${version}"`);
          return request(address, { ...options, headers });
        });

  const counted = async <List extends object>(read: (provider: DataProvider) => Promise<List>) => {
    const meta: ListMeta = { total: "exact" };
    const list = await read(
      simpleRestProvider(url, async (address, options) => {
        const answer = await request(address, options);
        if (answer.headers.get("Content-Range-Total") === "estimated") meta.total = "estimated";
        return answer;
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
    supportAbortSignal: true,
    getList: (resource, params) =>
      counted((provider) => provider.getList(resource, params)).catch(explainRefusal),
    getManyReference: (resource, params) =>
      counted((provider) => provider.getManyReference(resource, params)).catch(explainRefusal),
    create: (resource, params) => rest.create(resource, params).catch(explain(SIGNED_OUT)),
    update: (resource, params) =>
      basedOn(params.data.version ?? params.previousData?.version)
        .update(resource, params)
        .catch(explain(SIGNED_OUT, GONE)),
    delete: (resource, params) =>
      basedOn(params.previousData?.version)
        .delete(resource, params)
        .catch(explain(SIGNED_OUT, GONE)),
    updateMany: (resource, { ids, data }) => bulk("PUT", resource, ids, JSON.stringify(data)),
    deleteMany: (resource, { ids }) => bulk("DELETE", resource, ids),
  };
}

const SIGNED_OUT = {
  status: 401,
  text: "Your session has ended, so nothing is saved. Sign in again in another tab, then save here.",
};
const GONE = { status: 404, text: "Someone else has deleted this meanwhile." };

/**
 * Says of a refused write what it means to someone who has the record, or what they typed, on the screen.
 * `stay` keeps react-admin from leaving for the sign-in page, and from taking the write for done.
 */
const explain =
  (...sentences: { status: number; text: string }[]) =>
  (error: unknown): never => {
    if (!(error instanceof HttpError)) throw error;
    const message = sentences.find(({ status }) => status === error.status)?.text;
    if (!message) throw error;
    throw failure(error.status, message, { stay: true });
  };

/** The parameters that a list can be refused for, and what its screen does then (layout/NoRows.tsx). */
const REFUSALS = {
  sort: "This list can't be sorted like that, so it is shown in its usual order.",
  filter: "This list can't be filtered like that, so it is shown without that filter.",
  range: "This list has no such page, so it is shown from its beginning.",
};
export type Parameter = keyof typeof REFUSALS;

/** The parameters that a list was refused for. */
export const refusedFor = (error: unknown): Parameter[] =>
  error instanceof HttpError && error.status === 400
    ? (Object.keys(REFUSALS) as Parameter[]).filter((name) => name in (error.body?.errors ?? {}))
    : [];

const explainRefusal = (error: unknown): never => {
  const [parameter] = refusedFor(error);
  if (!(error instanceof HttpError) || !parameter) throw error;
  throw new HttpError(`${REFUSALS[parameter]} ${error.message}`, error.status, error.body);
};

export const dataProvider = restProvider("/api/admin", http);
