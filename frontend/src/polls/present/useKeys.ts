import { useEffect } from "preact/hooks";
import { useEffectEvent } from "../net/useEffectEvent";

/** The Latin letter of a key. A keyboard for another script has it at the same place. */
const letterOf = ({ key, code }: KeyboardEvent) =>
  (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toUpperCase();

/** Calls the action of each letter that is pressed. A list keeps its letters, which choose an entry. */
export function useKeys(actions: Record<string, (() => void) | null | undefined>) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest("select")) return;
    actions[letterOf(event)]?.();
  });
  useEffect(() => {
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [press]);
}
