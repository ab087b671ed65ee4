import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import {
  DeleteButton,
  Link,
  SaveButton,
  Toolbar,
  useCreatePath,
  useRecordContext,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from "react-admin";
import { FormErrorAlert } from "../editing/FormErrorAlert";

/**
 * The error of the form, Save, and Cancel, which leads back to the record or the list. Further actions are at the other
 * end of the bar: Delete, unless there are `children`. The theme makes this the toolbar of every form.
 */
export const FormToolbar = ({ children = <DeleteButton /> }: { children?: ReactNode }) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const { hasShow } = useResourceDefinition();
  const translate = useTranslate();
  const createPath = useCreatePath();
  const type = record && hasShow ? "show" : "list";

  return (
    <Toolbar disableGutters sx={{ flexWrap: "wrap", columnGap: { xs: 1, sm: 2 }, px: 2 }}>
      <FormErrorAlert />
      <SaveButton icon={null} />
      <Button color="inherit" component={Link} to={createPath({ resource, type, id: record?.id })}>
        {translate("ra.action.cancel")}
      </Button>
      <Box sx={{ flex: 1 }} />
      {children}
    </Toolbar>
  );
};
