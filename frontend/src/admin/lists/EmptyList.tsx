import { Box, Button, Paper, Typography } from "@mui/material";
import {
  CanAccess,
  Link,
  useCreatePath,
  useGetResourceLabel,
  useResourceContext,
  useResourceDefinition,
  useTranslate,
} from "react-admin";

/**
 * Stands in for a list without any records, and says what to do. A resource words it with `empty`, `invite` and
 * `create_first` in its messages.
 */
export const EmptyList = () => (
  <Paper>
    <EmptyListText />
  </Paper>
);

export const EmptyListText = () => {
  const resource = useResourceContext() ?? "";
  const { hasCreate } = useResourceDefinition();
  const translate = useTranslate();
  const labelOf = useGetResourceLabel();
  const createPath = useCreatePath();
  const text = (key: string, other: string, options = {}) =>
    translate(`resources.${resource}.${key}`, { _: translate(other, options) });
  const name = labelOf(resource, 2).toLowerCase();
  return (
    <Box sx={{ display: "grid", justifyItems: "start", gap: 2, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">{text("empty", "polls.lists.empty", { name })}</Typography>
      <Typography color="textSecondary">
        {hasCreate ? text("invite", "polls.lists.invite") : translate("polls.lists.empty_hint")}
      </Typography>
      {hasCreate && (
        <CanAccess action="create">
          <Button
            variant="contained"
            component={Link}
            to={createPath({ resource, type: "create" })}
          >
            {text("create_first", "ra.action.create")}
          </Button>
        </CanAccess>
      )}
    </Box>
  );
};
