import { t } from "@lingui/core/macro";
import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { isFramed } from "../net/frame";
import { Heading } from "./Heading";
import { useTitle } from "./useTitle";

/** A page that shows a message in place of a ballot or a list. */
export function Notice({ title, children }: { title: string; children: ComponentChildren }) {
  useTitle(title);
  return (
    <div className="sheet torn body">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

/** A frame has none: other pages may not be framed. */
export const LinkToAllPolls = () =>
  isFramed() ? null : (
    <p>
      <Link href="/">{t`See all polls`}</Link>
    </p>
  );
