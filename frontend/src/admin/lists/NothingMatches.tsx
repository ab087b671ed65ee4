import { Button, CardContent, Typography } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { useDefaultFilter } from "./useDefaultFilter";

/** Stands in for the rows of a list whose filter matches none. */
export const NothingMatches = () => {
  const { setFilters } = useListContext();
  const byDefault = useDefaultFilter();
  const translate = useTranslate();
  return (
    <CardContent sx={{ display: "grid", justifyItems: "start", gap: 1 }}>
      <Typography variant="h2">{translate("polls.lists.nothing_matches")}</Typography>
      <Typography color="textSecondary">{translate("polls.lists.nothing_matches_hint")}</Typography>
      <Button variant="outlined" onClick={() => setFilters(byDefault, [])} sx={{ mt: 1 }}>
        {translate("polls.lists.clear_filters")}
      </Button>
    </CardContent>
  );
};
