import { Box, Button, List, Typography } from "@mui/material";
import { useListContext, useTranslate } from "react-admin";
import { FilterValue } from "./FilterValue";
import { rangeOf, withRange } from "./filterValues";
import { periodName, periodOf, rangeOfPeriod, shownWithin, surroundings } from "./periods";
import { useDateCounts } from "./useCounts";

/** The years with rows; in a chosen year its months, and in a chosen month its days. */
export const DateDrillDown = ({ field }: { field: string }) => {
  const { filterValues, setFilters } = useListContext();
  const translate = useTranslate();
  const range = rangeOf(filterValues, field);
  const period = periodOf(range);
  const { data, isPlaceholderData } = useDateCounts(field, shownWithin(period));
  const isDate = Boolean(range.gte && !range.gte.includes("T"));

  const show = (outer?: string) =>
    setFilters(withRange(filterValues, field, outer ? rangeOfPeriod(outer, isDate) : {}));

  return (
    <Box aria-busy={isPlaceholderData}>
      {period && (
        <Box component="nav" aria-label={translate("polls.lists.by_date")} sx={trail}>
          <Crumb onClick={() => show()}>{translate("polls.lists.all_dates")}</Crumb>
          {surroundings(period).map((outer) => (
            <Crumb key={outer} onClick={() => show(outer)}>
              {periodName(outer)}
            </Crumb>
          ))}
          <Typography component="span" aria-current="true" sx={{ px: 1, fontSize: "inherit" }}>
            {periodName(period)}
          </Typography>
        </Box>
      )}
      <List dense disablePadding sx={{ maxHeight: "16rem", overflowY: "auto" }}>
        {data?.buckets.map(({ value, gte, lt, ...counted }) => {
          const chosen = value === period;
          return (
            <FilterValue
              key={value}
              label={periodName(value)}
              chosen={chosen}
              counted={counted}
              onClick={() =>
                chosen
                  ? show(surroundings(value).at(-1))
                  : setFilters(withRange(filterValues, field, { gte, lt: lt ?? undefined }))
              }
            />
          );
        })}
      </List>
      {data?.buckets.length === 0 && (
        <Typography color="textSecondary" sx={{ px: 1, fontSize: "0.875rem" }}>
          {translate("polls.lists.no_dates")}
        </Typography>
      )}
    </Box>
  );
};

const Crumb = ({ children, onClick }: { children: string; onClick: () => void }) => (
  <>
    <Button size="small" onClick={onClick} sx={{ minWidth: 0, px: 1, fontSize: "inherit" }}>
      {children}
    </Button>
    <span aria-hidden="true">›</span>
  </>
);

const trail = { display: "flex", flexWrap: "wrap", alignItems: "center", fontSize: "0.8125rem" };
