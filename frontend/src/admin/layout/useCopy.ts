import { useRef } from "react";
import { useNotify } from "react-admin";

/** Copies the text of a field, and says which: `copied`, or `selected` for the user to copy. Both are keys of messages. */
export function useCopy({ copied, selected }: { copied: string; selected: string }) {
  const field = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const notify = useNotify();
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(field.current?.value ?? "");
      notify(copied);
    } catch {
      // Browsers deny access to the clipboard on plain http, or if the user has refused it.
      notify(selected);
    }
  };
  return { field, copy };
}
