/**
 * The name of the code with which this tab votes. All tabs of a browser share the cookie of the code that was entered
 * last, so a tab takes no part in what another tab entered.
 */

import { keep, recall } from "./tabStorage";

const KEY = "polls:voter";

/** Empty after the voter left or entered a wrong code. Missing in a tab in which nobody has used a code yet. */
export const ownVoter = () => recall(KEY);

export const setOwnVoter = (voter: string) => keep(KEY, voter);

/** True if the browser's code is that of this tab. A new tab adopts it. */
export function isOwn(voter: string): boolean {
  const own = ownVoter() ?? voter;
  setOwnVoter(own);
  return own === voter;
}
