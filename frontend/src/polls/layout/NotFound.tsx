import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { LinkToAllPolls, Notice } from "./Notice";

export function NotFound({ children }: { children: ComponentChildren }) {
  return (
    <Notice title={t`Page not found`}>
      <p>{children}</p>
      <LinkToAllPolls />
    </Notice>
  );
}
