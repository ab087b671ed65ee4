import { Link } from "@mui/material";
import type { MouseEvent } from "react";
import {
  Link as RouterLink,
  useCreatePath,
  useGetRecordRepresentation,
  useRecordContext,
  useResourceContext,
} from "react-admin";

/** Leads from a table to a record: the row can be clicked anywhere, but only a link is reached by keyboard. */
export const RecordLink = ({ type }: { type: "show" | "edit" }) => {
  const record = useRecordContext();
  const resource = useResourceContext();
  const representationOf = useGetRecordRepresentation(resource);
  const createPath = useCreatePath();
  return (
    <Link
      component={RouterLink}
      to={createPath({ resource, type, id: record?.id })}
      onClick={(event: MouseEvent) => event.stopPropagation()}
      color="inherit"
      underline="hover"
      sx={{ fontWeight: 500 }}
    >
      {representationOf(record)}
    </Link>
  );
};
