import { Box, type Theme, useMediaQuery } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { usePermission } from "../auth/usePermission";
import { Filters } from "./Filters";

/** True if the list has facets. A list without any rows has nothing to filter. */
export const useHasFilters = () => {
  const { total, filterValues } = useListContext();
  const { facets = {} } = usePermission() ?? {};
  const isEmpty = total === 0 && Object.keys(filterValues).length === 0;
  return Object.keys(facets).length > 0 && !isEmpty;
};

/** True if there is space for the filters beside the list. Otherwise a button opens them. */
export const useIsWide = () => useMediaQuery<Theme>((theme) => theme.breakpoints.up("lg"));

/** The filters beside every list whose resource has facets. */
export const FilterSidebar = () => {
  const translate = useTranslate();
  const hasFilters = useHasFilters();
  const isWide = useIsWide();
  if (!hasFilters || !isWide) return null;
  return (
    <Box component="aside" aria-label={translate("polls.lists.filters")} sx={beside}>
      <Filters />
    </Box>
  );
};

const beside = { order: -1, flex: "none", width: "15rem", mr: 3, mt: 1 };
