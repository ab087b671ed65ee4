import { Button, CardContent, Typography } from "@mui/material";
import { useGetList, useListContext, useResourceContext, useTranslate } from "react-admin";
import { EmptyListText } from "./EmptyList";
import { isSameFilter } from "./filterValues";
import { useDefaultFilter } from "./useDefaultFilter";

/** Stands in for the rows of a list whose filter matches none. */
export const NothingMatches = () => {
  const { filterValues, setFilters } = useListContext();
  const byDefault = useDefaultFilter();
  const translate = useTranslate();
  const isDefault = isSameFilter(filterValues, byDefault);
  const isEmpty = useIsEmpty(isDefault);
  if (isEmpty) return <EmptyListText />;
  return (
    <CardContent sx={{ display: "grid", justifyItems: "start", gap: 1 }}>
      <Typography variant="h2">{translate("polls.lists.nothing_matches")}</Typography>
      <Typography color="textSecondary">{translate("polls.lists.nothing_matches_hint")}</Typography>
      <Button
        variant="outlined"
        onClick={() => setFilters(isDefault ? {} : byDefault, [])}
        sx={{ mt: 1 }}
      >
        {translate("polls.lists.clear_filters")}
      </Button>
    </CardContent>
  );
};

/** True if the resource has no records at all, also none that its default filter leaves out. */
const useIsEmpty = (enabled: boolean) => {
  const resource = useResourceContext() ?? "";
  const all = { filter: {}, pagination: { page: 1, perPage: 1 } };
  return useGetList(resource, all, { enabled }).total === 0;
};
