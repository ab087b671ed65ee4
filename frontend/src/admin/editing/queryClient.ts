import { MutationCache, QueryClient } from "@tanstack/react-query";
import { HttpError } from "ra-core";

/**
 * react-admin's cache, which learns from a refused write: whoever shows the record then shows it as it is now.
 * The answer to a stale write brings it along (412); after another conflict (409) it is asked for.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({
      async onError(error, variables) {
        if (!(error instanceof HttpError) || !isWrite(variables)) return;
        const queryKey = [variables.resource, "getOne", { id: String(variables.id) }];
        if (error.status === 412) client.setQueriesData({ queryKey }, error.body.current);
        // Waited for, so that the form that is told of the refusal has the record by then.
        if (error.status === 409) await client.invalidateQueries({ queryKey });
      },
    }),
  });
  return client;
}

/** What react-admin's useUpdate and useDelete call react-query with. */
const isWrite = (variables: unknown): variables is { resource: string; id: unknown } =>
  variables instanceof Object && "resource" in variables && "id" in variables;
