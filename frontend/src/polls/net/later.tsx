import type { ComponentType } from "react";
import { useLoad } from "./useLoad";

/** A component whose code is loaded when it is first rendered, for parts that few voters need. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return (props) => {
    const [part, again] = useLoad(load, undefined);
    if (part.status === "ready") return <part.data {...props} />;
    if (part.status === "loading") {
      return (
        <p role="status" className="aside fine">
          Loading …
        </p>
      );
    }
    return (
      <div role="alert" className="aside fine">
        <p>This part of the page did not load. Check your connection, or reload the page.</p>
        <button type="button" onClick={again}>
          Try again
        </button>
      </div>
    );
  };
}
