import CloseIcon from "@mui/icons-material/Close";
import DownloadIcon from "@mui/icons-material/GetApp";
import { useEffect, useRef, useState } from "react";
import { Button, useListContext, useNotify, useTranslate } from "react-admin";
import { exportList, saveFile } from "./exportList";

/** Saves every row that matches the list's filter as CSV. During the download it shows the progress and cancels. */
export const ExportButton = () => {
  const { resource, sort, filter, filterValues, total } = useListContext();
  const notify = useNotify();
  const translate = useTranslate();
  const [bytes, setBytes] = useState<number | null>(null);
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const start = async () => {
    running.current = new AbortController();
    const { signal } = running.current;
    setBytes(0);
    try {
      const query = { resource, sort, filter: { ...filterValues, ...filter } };
      saveFile(await exportList(query, setBytes, signal));
    } catch (error) {
      if (!signal.aborted) notify(messageOf(error), { type: "error" });
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
      label={translate("polls.exporting.cancel", { size: Math.ceil(bytes / 1000) })}
      onClick={() => running.current.abort()}
    >
      <CloseIcon />
    </Button>
  );
};

/** The message for the user. A lost connection is a TypeError with a message in the browser's own words. */
const messageOf = (error: unknown) =>
  error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : "polls.exporting.interrupted";
