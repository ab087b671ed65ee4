import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isFramed } from "../net/frame";

/**
 * The h1 of a page, or the h2 above it that tells the voter what happened. After `focusPage`, a new heading takes the
 * focus, so that a screen reader reads it and the keyboard continues from there.
 */
export function Heading({
  level: Level = "h1",
  children,
}: {
  level?: "h1" | "h2";
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement?.tagName !== "MAIN") return;
    window.scrollTo(0, 0);
    // The page around a frame scrolls to the heading.
    heading.current?.focus({ preventScroll: !isFramed() });
  }, []);
  return (
    <Level ref={heading} tabIndex={-1} dir="auto">
      {children}
    </Level>
  );
}

/** Call this before the content of the page is replaced: the next heading to appear takes the focus. */
export function focusPage() {
  document.querySelector("main")?.focus({ preventScroll: true });
}
