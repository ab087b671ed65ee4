import { t } from "@lingui/core/macro";
import type { ComponentType } from "preact";
import { useLoad } from "./useLoad";
import { useBackOnline, useOffline } from "./useOffline";

/** A component whose code is loaded when it is first rendered, for parts of the page that few voters need. */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return (props) => {
    const [part, retry] = useLoad(load, undefined);
    if (part.type === "loaded") return <part.data {...props} />;
    if (part.type === "failed") return <FailedPart onRetry={retry} />;
    return (
      <p role="status" className="aside fine">
        {t`Loading …`}
      </p>
    );
  };
}

/** Loads the part again by itself once the browser is back online. */
function FailedPart({ onRetry }: { onRetry: () => void }) {
  const offline = useOffline();
  useBackOnline(onRetry);
  return (
    <div role="alert" className="aside fine">
      <p>
        {offline
          ? t`You are offline. This part of the page loads once you are back.`
          : t`This part of the page did not load. Check your connection, or reload the page.`}
      </p>
      <button type="button" onClick={onRetry}>
        {t`Try again`}
      </button>
    </div>
  );
}
