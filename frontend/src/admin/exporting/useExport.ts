import { useEffect, useRef, useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { exportList, type Format, saveFile } from "./exportList";

/** Runs an export of the list. `bytes` are those that have come so far, or null while none is running. */
export function useExport(onSaved: () => void) {
  const { resource, sort, filter, filterValues } = useListContext();
  const translate = useTranslate();
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState("");
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const start = async (format: Format, columns: string[]) => {
    running.current = new AbortController();
    const { signal } = running.current;
    setBytes(0);
    setError("");
    try {
      const rows = { resource, sort, filter: { ...filterValues, ...filter } };
      saveFile(await exportList({ ...rows, format, columns }, setBytes, signal));
      onSaved();
    } catch (failure) {
      // A lost connection is a TypeError with a message in the browser's own words.
      const isOurs = failure instanceof Error && !(failure instanceof TypeError);
      const message = isOurs ? failure.message : translate("polls.exporting.interrupted");
      if (!signal.aborted) setError(message);
    } finally {
      setBytes(null);
    }
  };
  return { bytes, error, start, cancel: () => running.current.abort() };
}
