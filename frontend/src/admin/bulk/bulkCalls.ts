import type { components } from "../../shared/schema";
import type { Http } from "../http";

/** How many records a filter matches, and to how many of them an action applies. A delete also takes `related` rows. */
export type ActionPreview = components["schemas"]["BulkPreview"] & {
  related?: components["schemas"]["RelatedRows"][];
};
export type ActionOutcome = components["schemas"]["BulkOutcome"];

export interface ActionParams {
  action: string;
  /** The records, as in a list: `{}` is all of them, `{ id: [1, 2] }` a selection. */
  filter: object;
}

/** The bulk actions of the API, as methods of the data provider. */
export const bulkCalls = (url: string, request: Http) => {
  const call =
    <Body>(method: string) =>
    async (resource: string, { action, filter }: ActionParams): Promise<Body> => {
      const query = encodeURIComponent(JSON.stringify(filter));
      const address = `${url}/${resource}:${action}?filter=${query}`;
      const { json } = await request(address, { method });
      return json;
    };
  return {
    previewAction: call<ActionPreview>("GET"),
    runAction: call<ActionOutcome>("POST"),
  };
};

export type BulkCalls = ReturnType<typeof bulkCalls>;
