import { useLayoutEffect } from "preact/hooks";
import { isolate } from "../../shared/bidi";

/** The name of the installation, which the page brings along. */
const siteName = document.querySelector<HTMLMetaElement>("meta[name=application-name]")?.content;

/** Sets the title of the browser tab. */
export function useTitle(title: string) {
  useLayoutEffect(() => {
    document.title = `${isolate(title)} · ${siteName ?? "Polls"}`;
  }, [title]);
}
