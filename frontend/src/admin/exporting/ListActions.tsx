import { useContext } from "react";
import {
  ColumnsButton,
  CreateButton,
  FilterButton,
  FilterContext,
  TopToolbar,
  useResourceDefinition,
} from "react-admin";
import { FiltersButton } from "../lists/FiltersButton";
import { ExportButton } from "./ExportButton";

/** react-admin's list actions, with the server-side export in place of its own. */
export const ListActions = () => {
  const { hasCreate } = useResourceDefinition();
  const filters = useContext(FilterContext);
  return (
    <TopToolbar>
      <FiltersButton />
      {filters && <FilterButton />}
      <ColumnsButton />
      {hasCreate && <CreateButton />}
      <ExportButton />
    </TopToolbar>
  );
};
