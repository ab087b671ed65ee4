import type { ComponentChildren } from "preact";
import { LinkToAllPolls, Notice } from "./Notice";

export function NotFound({ children }: { children: ComponentChildren }) {
  return (
    <Notice title="Page not found">
      <p>{children}</p>
      <LinkToAllPolls />
    </Notice>
  );
}
