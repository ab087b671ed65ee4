import { Children, isValidElement } from "react";
import {
  DataTableHead,
  type DataTableHeadProps,
  DataTableSortContext,
  useDataTableSortContext,
} from "react-admin";
import { usePermission } from "../lists/usePermission";
import { usePruneSelection } from "./usePruneSelection";

/** The head of every table. The headers of columns that the API can't sort by are not clickable. */
export const TableHead = ({ children, ...head }: DataTableHeadProps) => {
  const sort = useDataTableSortContext();
  const sortable = usePermission()?.sortable;
  usePruneSelection();
  return (
    <DataTableHead {...head}>
      {Children.map(children, (column) => {
        const { source } = isValidElement<{ source?: string }>(column) ? column.props : {};
        const unsortable = source && sortable && !sortable.includes(source);
        return (
          <DataTableSortContext.Provider value={unsortable ? undefined : sort}>
            {column}
          </DataTableSortContext.Provider>
        );
      })}
    </DataTableHead>
  );
};
