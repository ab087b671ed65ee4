import { useEffect } from "react";
import { isolate } from "../../shared/bidi";

/** Sets the title of the browser tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${isolate(title)} · Polls`;
  }, [title]);
}
