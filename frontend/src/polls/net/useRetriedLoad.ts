import { useCallback, useEffect, useRef } from "preact/hooks";
import { isBusy, retrying } from "./retry";

/** `busy`: the server is overloaded, and the request is about to be retried. */
export type LoadEvent<T> =
  | { type: "busy" }
  | { type: "loaded"; data: T }
  | { type: "failed"; error: unknown };

/**
 * Calls `load(key)` on mount, retries it while the server is busy, and dispatches what happens. The returned function
 * loads again. It drops a load that is still under way, as does unmounting. The arguments must be stable: to load
 * another key, give the component another `key`.
 */
export function useRetriedLoad<K, T>(
  load: (key: K) => Promise<T>,
  key: K,
  dispatch: (event: LoadEvent<T>) => void,
): () => void {
  const latest = useRef<AbortController>(null);

  const start = useCallback(() => {
    latest.current?.abort();
    latest.current = new AbortController();
    const { signal } = latest.current;
    const tell = (event: LoadEvent<T>) => {
      if (!signal.aborted) dispatch(event);
    };
    retrying(
      () => load(key),
      isBusy,
      () => tell({ type: "busy" }),
      signal,
    ).then(
      (data) => tell({ type: "loaded", data }),
      (error) => tell({ type: "failed", error }),
    );
  }, [load, key, dispatch]);

  useEffect(() => {
    start();
    return () => latest.current?.abort();
  }, [start]);

  return start;
}
