import UploadIcon from "@mui/icons-material/Publish";
import { Button as MuiButton } from "@mui/material";
import { useState } from "react";
import { Button, useCanAccess, useResourceContext, useTranslate } from "react-admin";
import { ImportDialog } from "./ImportDialog";

interface ImportButtonProps {
  /** The fields that are the same for every record. */
  values?: object;
  /** Outside of a toolbar, where the button is more than an icon on a phone, too. */
  outlined?: boolean;
}

/** Opens the import of a list's resource, for those who may import into it. */
export const ImportButton = ({ values, outlined = false }: ImportButtonProps) => {
  const translate = useTranslate();
  const resource = useResourceContext() ?? "";
  const { canAccess } = useCanAccess({ resource, action: "import" });
  const [isOpen, setOpen] = useState(false);
  if (!canAccess) return null;
  return (
    <>
      {outlined ? (
        <MuiButton variant="outlined" onClick={() => setOpen(true)}>
          {translate("polls.importing.import")}
        </MuiButton>
      ) : (
        <Button label="polls.importing.import" onClick={() => setOpen(true)}>
          <UploadIcon />
        </Button>
      )}
      {isOpen && (
        <ImportDialog resource={resource} values={values} onClose={() => setOpen(false)} />
      )}
    </>
  );
};
