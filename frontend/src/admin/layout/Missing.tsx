import { Box, Button, Typography } from "@mui/material";
import {
  HttpError,
  Link,
  useCreatePath,
  useGetResourceLabel,
  useRefresh,
  useResourceContext,
} from "react-admin";

/** Whether `error` says that a record is not there, or no more. */
export const isGone = (error: unknown) => error instanceof HttpError && error.status === 404;

/** In place of a record that could not be read: why, and the way on. */
export const Missing = ({ error }: { error: Error }) => {
  const resource = useResourceContext() ?? "";
  const labelOf = useGetResourceLabel();
  const createPath = useCreatePath();
  const refresh = useRefresh();
  const gone = isGone(error);
  const noun = labelOf(resource, 1).toLowerCase();
  return (
    <Box role="alert" sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">
        {gone ? `This ${noun} is gone` : `This ${noun} can't be shown`}
      </Typography>
      <Typography color="textSecondary">
        {gone ? "It was deleted, or its address is mistyped." : error.message}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {!gone && (
          <Button variant="contained" onClick={refresh}>
            Try again
          </Button>
        )}
        <Button
          variant={gone ? "contained" : "outlined"}
          component={Link}
          to={createPath({ resource, type: "list" })}
        >
          All {labelOf(resource, 2).toLowerCase()}
        </Button>
      </Box>
    </Box>
  );
};
