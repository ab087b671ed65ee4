import { useEffect } from "preact/hooks";

/**
 * Tells the page around the frame how tall its content is, whenever that changes or the page asks. `public/embed.js`
 * listens. Any page may know the height, so it must not depend on what the voter chose (polls.css).
 */
export function useReportedHeight() {
  useEffect(() => {
    if (window.parent === window) return;
    const { documentElement } = document;
    const tell = () =>
      window.parent.postMessage(
        { type: "polls:height", height: documentElement.offsetHeight },
        "*",
      );
    const answer = ({ source, data }: MessageEvent) => {
      if (source === window.parent && data === "polls:height?") tell();
    };
    const observer = new ResizeObserver(tell);
    observer.observe(documentElement);
    addEventListener("message", answer);
    return () => {
      observer.disconnect();
      removeEventListener("message", answer);
    };
  }, []);
}
