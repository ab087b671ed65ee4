import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import {
  Link,
  Toolbar,
  useCreatePath,
  useFormIsDirty,
  useRecordContext,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from "react-admin";
import { RecordActions } from "../bulk/RecordActions";
import { FormErrors } from "../editing/FormErrors";
import { SaveButtons } from "../editing/SaveButtons";
import { useListPath } from "./useListPath";

interface FormToolbarProps {
  /** The buttons that save. */
  save?: ReactNode;
  /** Other actions on the record, at the other end of the bar. */
  children?: ReactNode;
}

/**
 * The error of the form, the buttons to save, and Cancel, which leads back to the record or the list. The theme makes
 * this the toolbar of every form.
 */
export const FormToolbar = ({
  save = <SaveButtons />,
  children = <FormRecordActions />,
}: FormToolbarProps) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const { hasShow } = useResourceDefinition();
  const translate = useTranslate();
  const createPath = useCreatePath();
  const list = useListPath();
  const back = record && hasShow ? createPath({ resource, type: "show", id: record.id }) : list;

  return (
    <Toolbar disableGutters sx={{ flexWrap: "wrap", gap: { xs: 1, sm: 2 }, px: 2, py: 1 }}>
      <FormErrors />
      {save}
      <Button color="inherit" component={Link} to={back}>
        {translate("ra.action.cancel")}
      </Button>
      <Box sx={{ flex: 1 }} />
      {children}
    </Toolbar>
  );
};

/** Not while there is unsaved input: what an action changes would look like someone else's edit. */
export const FormRecordActions = () => <RecordActions disabled={useFormIsDirty()} />;
