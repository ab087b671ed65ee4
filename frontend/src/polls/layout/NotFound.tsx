import type { ReactNode } from "react";
import { LinkToAllPolls, Notice } from "./Notice";

export function NotFound({ children }: { children: ReactNode }) {
  return (
    <Notice title="Page not found">
      <p>{children}</p>
      <LinkToAllPolls />
    </Notice>
  );
}
