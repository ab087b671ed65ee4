import { useEffect, useState } from "preact/hooks";
import { useEffectEvent } from "./useEffectEvent";

/** True while the browser knows that it has no connection. It may have none without knowing. */
export function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return offline;
}

/** Calls `act` whenever the browser is back online. */
export function useBackOnline(act: () => void) {
  const onBack = useEffectEvent(act);
  useEffect(() => {
    const back = () => onBack();
    addEventListener("online", back);
    return () => removeEventListener("online", back);
  }, [onBack]);
}
