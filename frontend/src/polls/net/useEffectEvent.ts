import { useCallback, useRef } from "preact/hooks";

/** A function that stays the same and calls the `callback` of the last render, as React's hook of this name. */
export function useEffectEvent<Arguments extends unknown[], Result>(
  callback: (...values: Arguments) => Result,
): (...values: Arguments) => Result {
  const latest = useRef(callback);
  latest.current = callback;
  return useCallback((...values: Arguments) => latest.current(...values), []);
}
