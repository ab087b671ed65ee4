import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import type { Poll } from "../net/api";
import { lazyComponent } from "../net/lazyComponent";
import { linkOf } from "./linkOf";

const ShareSheet = lazyComponent(() => import("./ShareSheet").then((part) => part.ShareSheet));

/** The ways to pass the poll's link on, whose code is loaded when they are unfolded. On paper, the link itself. */
export function Share({ poll }: { poll: Poll }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <details className="aside" onToggle={() => setOpened(true)}>
        <summary>{t`Share this poll`}</summary>
        {opened && <ShareSheet poll={poll} />}
      </details>
      <p className="aside fine printed">{linkOf(poll.slug)}</p>
    </>
  );
}
