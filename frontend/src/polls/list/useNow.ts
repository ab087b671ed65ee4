import { useEffect, useRef, useState } from "preact/hooks";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/**
 * The time, which moves on whenever the minutes until one of these moments change, in the day before it. A moment that
 * had passed at first is left out: the server says that the poll is open, so the device's clock is ahead.
 */
export function useNow(moments: readonly number[]): { now: number; start: number } {
  const [now, setNow] = useState(Date.now);
  const start = useRef(now).current;
  const waits = moments.map((moment) => moment - now).filter((wait) => wait > 0);
  const pauses = waits.map((wait) => (wait > DAY ? wait - DAY : wait % MINUTE || MINUTE));
  // Browsers fire a timer of more than 24 days at once.
  const next = now + Math.min(DAY, ...pauses);
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), next - Date.now() + 1);
    return () => clearTimeout(timer);
  }, [next]);
  return { now, start };
}
