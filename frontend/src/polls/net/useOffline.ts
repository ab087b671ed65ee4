import { useEffect, useState } from "preact/hooks";

/** True while the browser knows that it has no connection. It may have none without knowing. */
export function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    for (const event of ["online", "offline"]) addEventListener(event, look);
    return () => {
      for (const event of ["online", "offline"]) removeEventListener(event, look);
    };
  }, []);
  return offline;
}
