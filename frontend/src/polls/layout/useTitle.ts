import { useLayoutEffect } from "preact/hooks";
import { isolate } from "../../shared/bidi";

/** Sets the title of the browser tab. */
export function useTitle(title: string) {
  useLayoutEffect(() => {
    document.title = `${isolate(title)} · Polls`;
  }, [title]);
}
