import { useContext } from "react";
import {
  ColumnsButton,
  CreateButton,
  FilterButton,
  FilterContext,
  TopToolbar,
  useResourceDefinition,
} from "react-admin";
import { ImportButton } from "../importing/ImportButton";
import { FiltersButton } from "../lists/FiltersButton";
import { ExportButton } from "./ExportButton";

/** react-admin's list actions, with our export in place of its own, and the import. */
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
      <ImportButton />
    </TopToolbar>
  );
};
