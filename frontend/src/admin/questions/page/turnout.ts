import { skipToken, useQuery } from "@tanstack/react-query";
import type { components } from "../../../shared/schema";

/** The turnout and the quorum of a poll with a roll, from the stream of its page. */
export type WatchedTurnout = Pick<components["schemas"]["Results"], "turnout" | "quorum">;

export const turnoutKey = (id: number) => ["turnouts", id];

/** The newest turnout of a poll that the stream has sent, if any. */
export const useTurnout = (id: number) =>
  useQuery<WatchedTurnout>({ queryKey: turnoutKey(id), queryFn: skipToken }).data;
