import { type ReactNode, useEffect, useRef } from "react";

/**
 * A page's h1, or the h2 that says how a vote went out. It takes the focus when that waits on the page (see
 * `focusPage`), so that a screen reader reads it and the keyboard goes on from there. Its text has its own direction.
 */
export function Heading({
  level: Level = "h1",
  children,
}: {
  level?: "h1" | "h2";
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement?.tagName !== "MAIN") return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Level ref={heading} tabIndex={-1} dir="auto">
      {children}
    </Level>
  );
}

/** Call it where the page's content is about to change: the next heading that appears takes the focus. */
export function focusPage() {
  document.querySelector("main")?.focus({ preventScroll: true });
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Polls`;
  }, [title]);
}
