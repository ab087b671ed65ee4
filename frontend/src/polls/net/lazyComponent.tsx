import { t } from "@lingui/core/macro";
import type { ComponentType } from "preact";
import { useLoad } from "./useLoad";

/** A component whose code is loaded when it is first rendered, for parts of the page that few voters need. */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return (props) => {
    const [part, retry] = useLoad(load, undefined);
    if (part.type === "loaded") return <part.data {...props} />;
    if (part.type === "failed") {
      return (
        <div role="alert" className="aside fine">
          <p>{t`This part of the page did not load. Check your connection, or reload the page.`}</p>
          <button type="button" onClick={retry}>
            {t`Try again`}
          </button>
        </div>
      );
    }
    return (
      <p role="status" className="aside fine">
        {t`Loading …`}
      </p>
    );
  };
}
