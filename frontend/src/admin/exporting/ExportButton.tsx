import CloseIcon from "@mui/icons-material/Close";
import DownloadIcon from "@mui/icons-material/GetApp";
import { useEffect, useRef, useState } from "react";
import { Button, useListContext, useNotify } from "react-admin";
import { figure } from "../../shared/locale";
import { exportList, save } from "./exportList";

/** Saves all that the list's filter matches as CSV. While it comes, the button says how much, and cancels. */
export const ExportButton = () => {
  const { resource, sort, filter, filterValues, total } = useListContext();
  const notify = useNotify();
  const [bytes, setBytes] = useState<number | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const start = async () => {
    running.current = new AbortController();
    const { signal } = running.current;
    setBytes(0);
    try {
      const query = { resource, sort, filter: { ...filterValues, ...filter } };
      save(await exportList(query, setBytes, signal));
    } catch (error) {
      if (!signal.aborted) notify(reasonOf(error), { type: "error" });
    } finally {
      setBytes(null);
    }
  };

  if (bytes === null) {
    return (
      <Button label="ra.action.export" onClick={start} disabled={total === 0}>
        <DownloadIcon />
      </Button>
    );
  }
  return (
    <Button
      label={`Cancel export, ${figure(Math.ceil(bytes / 1000))} kB so far`}
      onClick={() => running.current.abort()}
    >
      <CloseIcon />
    </Button>
  );
};

/** A lost connection is a TypeError, in the browser's own words. */
const reasonOf = (error: unknown) =>
  error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : "The export broke off, and nothing was saved. Try again.";
