import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import { errorText } from "../net/errorText";
import type { ApiError } from "../net/request";

/** Letters and digits of a code. */
const LENGTH = 12;

/** The advice of the server on codes that cannot be codes, of which it has one text each. */
export const ADVICE: Record<string, MessageDescriptor> = {
  "Codes never contain 0, O, 1, I or L.": msg`Codes never contain 0, O, 1, I or L.`,
  "A code has letters and digits only.": msg`A code has letters and digits only.`,
};

/** Says why a code was refused, or why there is no answer. */
export function adviceOn(error: ApiError): string {
  const field = error.errors?.code;
  if (typeof field !== "string") return errorText(error);
  const advice = ADVICE[field];
  return advice ? i18n._(advice) : plural(LENGTH, { other: "A code has # letters and digits." });
}
