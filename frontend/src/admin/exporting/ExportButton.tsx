import DownloadIcon from "@mui/icons-material/GetApp";
import { useState } from "react";
import { Button, useListContext, useTranslate } from "react-admin";
import { ExportDialog } from "./ExportDialog";

/** Opens the export of every row that matches the list's filter. */
export const ExportButton = () => {
  const { total } = useListContext();
  const translate = useTranslate();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        label="ra.action.export"
        aria-label={translate("ra.action.export")}
        onClick={() => setOpen(true)}
        disabled={total === 0}
      >
        <DownloadIcon />
      </Button>
      {isOpen && <ExportDialog onClose={() => setOpen(false)} />}
    </>
  );
};
