import { t } from "@lingui/core/macro";
import { errorText } from "../net/errorText";
import type { Refusal } from "./vote";

/** Says why a ballot was refused, and whether anything was counted. */
export function refusalText({ error, settled }: Refusal): string {
  const why = errorText(error);
  if (error.code === "receipt_taken") return why;
  return `${why} ${settled ? notCounted(error.code) : unknown()}`;
}

const notCounted = (code: string) =>
  code === "already_voted" ? t`This vote was not counted.` : t`Nothing was counted.`;

const unknown = () =>
  t`The page cannot tell yet whether your vote was counted. However often you send it, it counts once.`;
