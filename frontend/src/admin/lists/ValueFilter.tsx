import { List } from "@mui/material";
import { useListContext } from "react-admin";
import type { FacetCount } from "./countsProvider";
import { FilterSection } from "./FilterSection";
import { FilterValue } from "./FilterValue";
import { chosenValues, toggleValue, type Value } from "./filterValues";
import { useValueLabel } from "./valueLabel";

interface ValueFilterProps {
  field: string;
  values: Value[];
  counts: FacetCount[] | undefined;
}

/** The values of an enum or a boolean. Rows with any of the chosen ones are shown. */
export const ValueFilter = ({ field, values, counts }: ValueFilterProps) => {
  const { filterValues, setFilters } = useListContext();
  const labelOf = useValueLabel();
  const chosen = chosenValues(filterValues, field);
  return (
    <FilterSection field={field}>
      <List dense disablePadding>
        {values.map((value) => (
          <FilterValue
            key={String(value)}
            label={labelOf(field, value)}
            chosen={chosen.includes(value)}
            counted={counts?.find((count) => count.value === value)}
            onClick={() => setFilters(toggleValue(filterValues, field, value))}
          />
        ))}
      </List>
    </FilterSection>
  );
};
