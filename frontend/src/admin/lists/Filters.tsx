import { Box, Button, Typography } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { usePermission } from "../auth/usePermission";
import { DateFilter } from "./DateFilter";
import { isSameFilter } from "./filterValues";
import { useFacetCounts } from "./useCounts";
import { useDefaultFilter } from "./useDefaultFilter";
import { ValueFilter } from "./ValueFilter";

/** The facets of the list's resource. Their values are known at once; the counts follow in their place. */
export const Filters = () => {
  const { filterValues, setFilters } = useListContext();
  const byDefault = useDefaultFilter();
  const { facets = {} } = usePermission() ?? {};
  const { data, isError } = useFacetCounts();
  const translate = useTranslate();
  return (
    <>
      <Box sx={{ display: "flex", alignItems: "center", minHeight: "2.5rem", px: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {translate("polls.lists.filters")}
        </Typography>
        <Button
          size="small"
          disabled={isSameFilter(filterValues, byDefault)}
          onClick={() => setFilters(byDefault, [])}
        >
          {translate("polls.lists.clear_all")}
        </Button>
      </Box>
      {isError && (
        <Typography role="status" color="textSecondary" sx={{ px: 1, fontSize: "0.875rem" }}>
          {translate("polls.lists.counts_failed")}
        </Typography>
      )}
      {Object.entries(facets).map(([field, values]) => {
        const counts = data?.[field];
        return isDates(values) ? (
          <DateFilter key={field} field={field} values={values} counts={counts} />
        ) : (
          <ValueFilter key={field} field={field} values={values} counts={counts} />
        );
      })}
    </>
  );
};

const isDates = (values: unknown[]): values is string[] => values.includes("past_7_days");
