import { useLayoutEffect } from "preact/hooks";
import { isolate } from "../../shared/bidi";

/** The name of the installation, which the page brings along. */
export const SITE_NAME =
  document.querySelector<HTMLMetaElement>("meta[name=application-name]")?.content ?? "Polls";

/** Sets the title of the browser tab. */
export function useTitle(title: string) {
  useLayoutEffect(() => {
    document.title = `${isolate(title)} · ${SITE_NAME}`;
  }, [title]);
}
