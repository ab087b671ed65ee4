import { useEffect, useState } from "preact/hooks";

/** True while the page fills the screen, and a function that changes it, or null where the browser has no full screen. */
export function useFullScreen(): [boolean, (() => void) | null] {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const change = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", change);
    return () => document.removeEventListener("fullscreenchange", change);
  }, []);
  if (!document.fullscreenEnabled) return [false, null];
  const toggle = () => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    // The browser may refuse. The page is then as it was.
    change.catch(() => {});
  };
  return [isFull, toggle];
}
