import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Language } from "../../shared/languages";
import type { components } from "../../shared/schema";
import { http } from "../http";

export type Mailing = components["schemas"]["MailingRead"];
export type MailingDraft = components["schemas"]["MailingCreate"];
export type Preview = components["schemas"]["Preview"];
type MailState = components["schemas"]["MailState"];

// Until the answer of the server is known.
const DEFAULT_LANGUAGE: Language = "en";

// In ms.
export const ASK_WHILE_SENDING = 3_000;

/** The settings of mail, and what keeps messages from being sent. */
export const useMail = (options: { refetchInterval?: number | false } = {}) =>
  useQuery({
    queryKey: ["mail"],
    queryFn: () => http("/api/admin/mail").then(({ json }) => json as MailState),
    ...options,
  });

/** The language of mail and sheets: the one that is chosen here, or else the installation's. */
export function useLanguage() {
  const { data: mail } = useMail();
  const [chosen, choose] = useState<Language>();
  return [chosen ?? mail?.default_language ?? DEFAULT_LANGUAGE, choose] as const;
}

/** A call of the API with a draft: to send it, to preview it, or to send a test of it. */
export const useDraftCall = <Result>(
  call: "mailings" | "mailings:preview" | "mailings:test",
  onSuccess?: (result: Result) => void,
) =>
  useMutation({
    mutationFn: async (draft: MailingDraft & { to?: string }) => {
      const body = JSON.stringify(draft);
      const { json } = await http(`/api/admin/${call}`, { method: "POST", body });
      return json as Result;
    },
    onSuccess,
  });
