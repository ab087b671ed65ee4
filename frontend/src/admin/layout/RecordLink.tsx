import { Link } from "@mui/material";
import type { MouseEvent, ReactNode } from "react";
import {
  Link as RouterLink,
  useCreatePath,
  useGetRecordRepresentation,
  useRecordContext,
  useResourceContext,
} from "react-admin";

/** A link from a table row to its record. The whole row is clickable, but keyboard users need a link. */
export const RecordLink = ({ type, children }: { type: "show" | "edit"; children?: ReactNode }) => {
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
      {children ?? representationOf(record)}
    </Link>
  );
};
