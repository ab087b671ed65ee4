import UploadIcon from "@mui/icons-material/Publish";
import { useState } from "react";
import { Button, useCanAccess, useResourceContext } from "react-admin";
import { ImportDialog } from "./ImportDialog";

/** Opens the import of a list's resource, for those who may import into it. Every record gets `values`. */
export const ImportButton = ({ values }: { values?: object }) => {
  const resource = useResourceContext() ?? "";
  const { canAccess } = useCanAccess({ resource, action: "import" });
  const [isOpen, setOpen] = useState(false);
  if (!canAccess) return null;
  return (
    <>
      <Button label="polls.importing.import" onClick={() => setOpen(true)}>
        <UploadIcon />
      </Button>
      {isOpen && (
        <ImportDialog resource={resource} values={values} onClose={() => setOpen(false)} />
      )}
    </>
  );
};
