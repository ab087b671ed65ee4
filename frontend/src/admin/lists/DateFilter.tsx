import ExpandMoreIcon from "@mui/icons-material/ExpandMore";
import { Button, List } from "@mui/material";
import { useId, useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import type { FacetCount } from "./countsProvider";
import { DateDrillDown } from "./DateDrillDown";
import { DateRange } from "./DateRange";
import { FilterSection } from "./FilterSection";
import { FilterValue } from "./FilterValue";
import { chosenValues, isSameRange, rangeOf, toggleValue, withRange } from "./filterValues";

interface DateFilterProps {
  field: string;
  values: string[];
  counts: FacetCount[] | undefined;
}

/** Recent periods of a date, then any year, month, day or range of days. */
export const DateFilter = ({ field, values, counts }: DateFilterProps) => {
  const { filterValues, setFilters } = useListContext();
  const translate = useTranslate();
  const range = rangeOf(filterValues, field);
  const recent = counts?.some((count) => count.gte && isSameRange(range, boundsOf(count)));
  const [open, setOpen] = useState<boolean>();
  const others = useId();
  const expanded = open ?? Boolean((range.gte || range.lt) && recent === false);

  const choose = (counted: FacetCount) =>
    setFilters(
      counted.value === "none"
        ? toggleValue(filterValues, field, null)
        : withRange(filterValues, field, isChosen(counted) ? {} : boundsOf(counted)),
    );
  const isChosen = (counted: FacetCount) =>
    counted.value === "none"
      ? chosenValues(filterValues, field).includes(null)
      : isSameRange(range, boundsOf(counted));

  return (
    <FilterSection field={field}>
      <List dense disablePadding>
        {values.map((value) => {
          const counted = counts?.find((count) => count.value === value);
          return (
            <FilterValue
              key={value}
              label={translate(`polls.lists.values.${value}`)}
              chosen={counted ? isChosen(counted) : false}
              counted={counted}
              onClick={() => counted && choose(counted)}
            />
          );
        })}
      </List>
      <Button
        size="small"
        color="inherit"
        aria-expanded={expanded}
        aria-controls={others}
        onClick={() => setOpen(!expanded)}
        endIcon={<ExpandMoreIcon sx={{ transform: expanded ? "rotate(180deg)" : undefined }} />}
        sx={{ px: 1, fontWeight: 400 }}
      >
        {translate("polls.lists.by_date")}
      </Button>
      <div id={others}>
        {expanded && (
          <>
            <DateDrillDown field={field} />
            {counts && <DateRange field={field} isDate={!counts[0]?.gte?.includes("T")} />}
          </>
        )}
      </div>
    </FilterSection>
  );
};

const boundsOf = ({ gte, lt }: FacetCount) => ({ gte: gte ?? undefined, lt: lt ?? undefined });
