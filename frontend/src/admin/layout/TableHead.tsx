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
import { useSelectionOfWhatExists } from "./useSelectionOfWhatExists";

/** The head of every table: a column that the API can't sort by offers no click. */
export const TableHead = ({ children, ...head }: DataTableHeadProps) => {
  const resource = useResourceContext();
  const sort = useDataTableSortContext();
  const { permissions } = usePermissions<Permission[]>();
  const sortable = permissions?.find((one) => one.resource === resource)?.sortable;
  useSelectionOfWhatExists();
  return (
    <DataTableHead {...head}>
      {Children.map(children, (column) => {
        const { source } = isValidElement<{ source?: string }>(column) ? column.props : {};
        const fixed = source && sortable && !sortable.includes(source);
        return (
          <DataTableSortContext.Provider value={fixed ? undefined : sort}>
            {column}
          </DataTableSortContext.Provider>
        );
      })}
    </DataTableHead>
  );
};
