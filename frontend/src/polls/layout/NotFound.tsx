import type { ReactNode } from "react";
import { LinkToAllPolls, Notice } from "./Notice";

export function NotFound({ children }: { children: ReactNode }) {
  return (
    <Notice title="Nothing to vote on here">
      <p>{children}</p>
      <LinkToAllPolls />
    </Notice>
  );
}
