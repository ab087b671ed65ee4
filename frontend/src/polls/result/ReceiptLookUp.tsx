import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import type { Poll } from "../net/api";
import { lazyComponent } from "../net/lazyComponent";

const LookUpForm = lazyComponent(() => import("./ReceiptForm").then((part) => part.LookUpForm));

/** Finds a vote by its receipt. The code of the form is loaded when a voter unfolds it. */
export function ReceiptLookUp({ poll }: { poll: Poll }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="aside" onToggle={() => setOpened(true)}>
      <summary>{t`Look up a vote`}</summary>
      {opened && <LookUpForm poll={poll} />}
    </details>
  );
}
