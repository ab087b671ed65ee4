import { useLayoutEffect, useRef } from "preact/hooks";

/** Font sizes to try, as parts of the full size. Smaller texts could not be read from the last row. */
const SIZES = [1, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6, 0.55, 0.5, 0.45];

/**
 * Sets `--fit` to the largest size at which the content of the element fits, with whole words (`data-whole`). If none
 * does, long words break, and the element scrolls, with the keyboard too. `content` changes whenever the texts do.
 */
export function useFit<Scroller extends HTMLElement>(content: unknown) {
  const ref = useRef<Scroller>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other texts need other sizes
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const overflows = () =>
      element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth;
    const resize = () => {
      element.toggleAttribute("data-whole", true);
      for (const size of SIZES) {
        element.style.setProperty("--fit", `${size}`);
        if (!overflows()) break;
      }
      if (overflows()) element.toggleAttribute("data-whole", false);
      if (overflows()) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    };
    resize();
    addEventListener("resize", resize);
    return () => removeEventListener("resize", resize);
  }, [content]);
  return ref;
}
