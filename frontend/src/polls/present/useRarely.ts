import { useEffect, useRef, useState } from "preact/hooks";

/** `value`, with changes at most every `ms`: the newest one then. For a live region, which must not talk all the time. */
export function useRarely<Value>(value: Value, ms: number): Value {
  const [said, setSaid] = useState(value);
  const next = useRef(0);
  useEffect(() => {
    if (value === said) return;
    const say = () => {
      next.current = Date.now() + ms;
      setSaid(() => value);
    };
    const timer = setTimeout(say, Math.max(0, next.current - Date.now()));
    return () => clearTimeout(timer);
  }, [value, said, ms]);
  return said;
}
