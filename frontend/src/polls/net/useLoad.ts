import {
  type Dispatch,
  type SetStateAction,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { isBusy, isPassing, retrying } from "./retry";

/** `busy`: the server has too much to do, and is asked again by itself. A failure keeps the `data` from before it. */
export type Load<T> =
  | { status: "loading"; busy?: boolean }
  | { status: "ready"; data: T }
  | { status: "failed"; error: unknown; data?: T };

/**
 * Loads what `load(key)` gives, once; the second value loads again, with the old data on the page meanwhile, and
 * after a failure that passes. The third sets what was learnt in another way. For another key, give the component
 * another React key.
 */
export function useLoad<K, T>(
  load: (key: K) => Promise<T>,
  key: K,
): [Load<T>, () => void, Dispatch<SetStateAction<Load<T>>>] {
  const [state, setState] = useState<Load<T>>({ status: "loading" });
  const latest = useRef(new AbortController());

  const start = useCallback(() => {
    latest.current.abort();
    latest.current = new AbortController();
    const { signal } = latest.current;
    const settle = (next: (old: Load<T>) => Load<T>) => {
      if (!signal.aborted) setState(next);
    };
    const wait = () =>
      settle((old) => (old.status === "loading" ? { status: "loading", busy: true } : old));
    retrying(() => load(key), isBusy, wait, signal).then(
      (data) => settle(() => ({ status: "ready", data })),
      (error) =>
        settle((old) =>
          old.status === "ready" && isPassing(error) ? old : { ...old, status: "failed", error },
        ),
    );
  }, [load, key]);

  useEffect(() => {
    start();
    return () => latest.current.abort();
  }, [start]);

  const again = () => {
    setState((old) => (old.status === "failed" ? { status: "loading" } : old));
    start();
  };
  return [state, again, setState];
}
