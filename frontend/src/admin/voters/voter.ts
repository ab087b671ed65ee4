import { localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";
import type { FieldWording } from "../editing/fieldWording";
import { translate } from "../i18nProvider";

export type Voter = components["schemas"]["VoterRead"];

/** How a person is called: by the name, or else by another field that tells people apart. */
export const nameOf = ({ id, name, number, email }: Voter) =>
  name ?? number ?? email ?? translate("resources.voters.anonymous", { number: `${id}` });

export const statusName = (status: Voter["status"]) =>
  translate(`resources.voters.values.status.${status}`);

/** Formats the value of each field, for conflicting edits and the history. */
export const wording = {
  name: (name) => name ?? "",
  number: (number) => number ?? "",
  email: (email) => email ?? "",
  status: statusName,
  created_at: localTime,
  revoked_at: (time) => (time ? localTime(time) : ""),
} satisfies FieldWording<Voter>;
