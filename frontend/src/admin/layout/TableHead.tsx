import { Children, isValidElement } from "react";
import {
  DataTableHead,
  type DataTableHeadProps,
  DataTableSortContext,
  useDataTableSortContext,
  usePermissions,
  useResourceContext,
} from "react-admin";
import type { Permission } from "../auth/authProvider";

/** The head of every table. The headers of columns that the API can't sort by are not clickable. */
export const TableHead = ({ children, ...head }: DataTableHeadProps) => {
  const resource = useResourceContext();
  const sort = useDataTableSortContext();
  const { permissions } = usePermissions<Permission[]>();
  const sortable = permissions?.find((permission) => permission.resource === resource)?.sortable;
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
