import { MutationCache, QueryClient } from "@tanstack/react-query";
import { HttpError } from "ra-core";

/**
 * react-admin's query cache, which updates a record when a write is refused, so that every screen shows its current
 * state. The response to a stale write (412) contains the record; after any other conflict (409) it is fetched again.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    // Without a connection, react-query would pause a save silently. It must fail, so that the form can say so.
    defaultOptions: { queries: { networkMode: "always" }, mutations: { networkMode: "always" } },
    mutationCache: new MutationCache({
      // A write adds to the history, and may end sessions.
      onSuccess() {
        for (const resource of ["changes", "sessions"])
          client.invalidateQueries({ queryKey: [resource] });
      },
      async onError(error, variables) {
        if (!(error instanceof HttpError) || !isWrite(variables)) return;
        const queryKey = [variables.resource, "getOne", { id: String(variables.id) }];
        if (error.status === 412) {
          // Merged, because a screen may have embedded related records, which the body has not.
          client.setQueriesData<object>({ queryKey }, (known) => ({
            ...known,
            ...error.body.current,
          }));
        }
        // Awaited, so that the form has the current record when it receives the error.
        if (error.status === 409) await client.invalidateQueries({ queryKey });
      },
    }),
  });
  return client;
}

/** True for the variables that react-admin's useUpdate and useDelete pass to react-query. */
const isWrite = (variables: unknown): variables is { resource: string; id: unknown } =>
  variables instanceof Object && "resource" in variables && "id" in variables;
