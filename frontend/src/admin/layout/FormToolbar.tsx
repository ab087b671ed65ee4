import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import {
  Link,
  SaveButton,
  Toolbar,
  useCreatePath,
  useRecordContext,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from "react-admin";

/** Save and Cancel, which leads back to the record or the list. Further actions are at the other end of the bar. */
export const FormToolbar = ({ children }: { children?: ReactNode }) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const { hasShow } = useResourceDefinition();
  const translate = useTranslate();
  const createPath = useCreatePath();
  const type = record && hasShow ? "show" : "list";

  return (
    <Toolbar disableGutters sx={{ gap: 2, px: 2 }}>
      <SaveButton icon={null} />
      <Button color="inherit" component={Link} to={createPath({ resource, type, id: record?.id })}>
        {translate("ra.action.cancel")}
      </Button>
      <Box sx={{ flex: 1 }} />
      {children}
    </Toolbar>
  );
};
