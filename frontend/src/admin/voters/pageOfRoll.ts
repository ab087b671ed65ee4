import type { RaRecord } from "react-admin";

/** Where the form of a person leads to after a save. */
export const pageOfRoll = (_: unknown, __: unknown, voter?: Partial<RaRecord>) =>
  `rolls/${voter?.roll_id}/show`;
