import type { Identifier } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";

type Side = components["schemas"]["Side"];
type Restored = components["schemas"]["Restored"];

/** Restore a state of a record. `version` is the one that the user has seen: another one is a 412. */
export async function restore(id: Identifier, state: Side, version?: unknown): Promise<Restored> {
  const headers = new Headers({ Accept: "application/json" });
  if (version != null) headers.set("If-Match", `"${version}"`);
  const body = JSON.stringify({ state });
  const { json } = await http(`/api/admin/changes/${id}/restore`, {
    method: "POST",
    body,
    headers,
  });
  return json;
}
