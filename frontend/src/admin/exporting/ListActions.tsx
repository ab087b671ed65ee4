import { useContext } from "react";
import {
  CreateButton,
  FilterButton,
  FilterContext,
  TopToolbar,
  useResourceDefinition,
} from "react-admin";
import { ExportButton } from "./ExportButton";

/** react-admin's actions of a list, with the server's export in the place of its own. */
export const ListActions = () => {
  const { hasCreate } = useResourceDefinition();
  const filters = useContext(FilterContext);
  return (
    <TopToolbar>
      {filters && <FilterButton />}
      {hasCreate && <CreateButton />}
      <ExportButton />
    </TopToolbar>
  );
};
