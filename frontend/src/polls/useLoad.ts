import { useCallback, useEffect, useRef, useState } from "react";

export type Load<T> =
  | { status: "loading" }
  | { status: "ready"; data: T }
  | { status: "failed"; error: unknown };

/**
 * Loads what `load(key)` gives, once; the second value loads again, with the old data on the page
 * meanwhile. For another key, give the component another React key.
 */
export function useLoad<K, T>(load: (key: K) => Promise<T>, key: K): [Load<T>, () => void] {
  const [state, setState] = useState<Load<T>>({ status: "loading" });
  const latest = useRef(0);

  const start = useCallback(() => {
    latest.current += 1;
    const turn = latest.current;
    const settle = (next: Load<T>) => {
      if (turn === latest.current) setState(next);
    };
    load(key).then(
      (data) => settle({ status: "ready", data }),
      (error) => settle({ status: "failed", error }),
    );
  }, [load, key]);

  useEffect(() => {
    start();
    return () => {
      latest.current += 1;
    };
  }, [start]);

  const again = () => {
    setState((old) => (old.status === "failed" ? { status: "loading" } : old));
    start();
  };
  return [state, again];
}
