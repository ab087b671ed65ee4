import { useState } from "preact/hooks";

/** Runs a task, and says whether it still runs. */
export function usePending(): [boolean, (task: () => Promise<unknown>) => void] {
  const [pending, setPending] = useState(false);
  const start = async (task: () => Promise<unknown>) => {
    setPending(true);
    try {
      await task();
    } finally {
      setPending(false);
    }
  };
  return [pending, start];
}
