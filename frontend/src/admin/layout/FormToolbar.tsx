import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import {
  Link,
  Toolbar,
  useCreatePath,
  useRecordContext,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from "react-admin";
import { SaveButtons } from "../editing/SaveButtons";

interface FormToolbarProps {
  /** The buttons that save. */
  save?: ReactNode;
  /** Further actions, at the other end of the bar. */
  children?: ReactNode;
}

/** The buttons to save, and Cancel, which leads back to the record or the list. */
export const FormToolbar = ({ save = <SaveButtons />, children }: FormToolbarProps) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const { hasShow } = useResourceDefinition();
  const translate = useTranslate();
  const createPath = useCreatePath();
  const type = record && hasShow ? "show" : "list";

  return (
    <Toolbar disableGutters sx={{ flexWrap: "wrap", gap: { xs: 1, sm: 2 }, px: 2, py: 1 }}>
      {save}
      <Button color="inherit" component={Link} to={createPath({ resource, type, id: record?.id })}>
        {translate("ra.action.cancel")}
      </Button>
      <Box sx={{ flex: 1 }} />
      {children}
    </Toolbar>
  );
};
