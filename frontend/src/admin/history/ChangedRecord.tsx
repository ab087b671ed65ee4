import { Typography } from "@mui/material";
import { Link, useCreatePath, useGetResourceLabel, useResourceDefinitions } from "react-admin";
import type { Change } from "./change";

/** The record of a change, with a link to it unless the change deleted it. */
export const ChangedRecord = ({ change }: { change: Change }) => {
  const { resource, record_id: id, record, before, after } = change;
  const labelOf = useGetResourceLabel();
  const createPath = useCreatePath();
  const screens = useResourceDefinitions()[resource];
  const type = screens?.hasShow ? "show" : "edit";
  const isGone = before && !after;
  return (
    <>
      {id && !isGone && screens ? (
        <Link to={createPath({ resource, type, id })} dir="auto">
          {record || id}
        </Link>
      ) : (
        <bdi>{record || id}</bdi>
      )}
      <Typography component="div" variant="caption" color="textSecondary">
        {labelOf(resource, id ? 1 : 2)}
      </Typography>
    </>
  );
};
