import { Button, type ButtonProps } from "@mui/material";
import {
  CanAccess,
  Link,
  useCreatePath,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from "react-admin";

interface EditLinkProps extends Pick<ButtonProps, "variant"> {
  label?: string;
}

/** A link to the form of the record. react-admin's EditButton is an icon without a name in sight on a phone. */
export const EditLink = ({ label = "ra.action.edit", variant = "contained" }: EditLinkProps) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    record && (
      <CanAccess action="edit">
        <Button
          variant={variant}
          size="small"
          component={Link}
          to={createPath({ resource, type: "edit", id: record.id })}
        >
          {translate(label)}
        </Button>
      </CanAccess>
    )
  );
};
