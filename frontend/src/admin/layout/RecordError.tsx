import { Box, Button, Typography } from "@mui/material";
import {
  Link,
  useGetResourceLabel,
  useRefresh,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { isNotFound } from "../http";
import { useListPath } from "./useListPath";

/** Stands in for a record that could not be loaded. */
export const RecordError = ({ error }: { error: Error }) => {
  const resource = useResourceContext() ?? "";
  const translate = useTranslate();
  const labelOf = useGetResourceLabel();
  const list = useListPath();
  const refresh = useRefresh();
  const notFound = isNotFound(error);
  const noun = labelOf(resource, 1);
  return (
    <Box role="alert" sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">
        {notFound
          ? translate("polls.layout.not_found", { name: noun })
          : translate("polls.layout.not_shown", { name: noun.toLowerCase() })}
      </Typography>
      <Typography color="textSecondary">
        {notFound ? translate("polls.layout.not_found_hint") : error.message}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {!notFound && (
          <Button variant="contained" onClick={refresh}>
            {translate("polls.layout.try_again")}
          </Button>
        )}
        <Button variant={notFound ? "contained" : "outlined"} component={Link} to={list}>
          {translate("polls.layout.all", { name: labelOf(resource, 2).toLowerCase() })}
        </Button>
      </Box>
    </Box>
  );
};
