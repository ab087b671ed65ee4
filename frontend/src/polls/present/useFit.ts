import { useLayoutEffect, useRef } from "preact/hooks";

/** Font sizes to try, as parts of the full size. Smaller texts could not be read from the last row. */
const SIZES = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65, 0.6, 0.56];

/**
 * Sets `--fit` to the largest size at which the content of the element fits. If none does, the element scrolls, with the
 * keyboard too. `content` changes whenever the texts do.
 */
export function useFit<Scroller extends HTMLElement>(content: unknown) {
  const ref = useRef<Scroller>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other texts need other sizes
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const overflows = () => element.scrollHeight > element.clientHeight;
    const resize = () => {
      for (const size of SIZES) {
        element.style.setProperty("--fit", `${size}`);
        if (!overflows()) break;
      }
      if (overflows()) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    };
    resize();
    addEventListener("resize", resize);
    return () => removeEventListener("resize", resize);
  }, [content]);
  return ref;
}
