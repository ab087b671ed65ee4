import { useState } from "preact/hooks";
import { type LoadEvent, useRetriedLoad } from "./useRetriedLoad";

export type Load<T> = { type: "loading" } | LoadEvent<T>;

/**
 * Loads `load(key)` once. The second value is a function that tries again after a failure. `brought(key)` is shown in
 * the meantime.
 */
export function useLoad<K, T>(
  load: (key: K) => Promise<T>,
  key: K,
  brought?: (key: K) => T | null,
): [Load<T>, () => void] {
  const [state, setState] = useState<Load<T>>(() => {
    const data = brought?.(key);
    return data ? { type: "loaded", data } : { type: "loading" };
  });
  const start = useRetriedLoad(load, key, setState);
  const retry = () => {
    setState({ type: "loading" });
    start();
  };
  return [state, retry];
}
