import { useContext } from "react";
import {
  CreateButton,
  FilterButton,
  FilterContext,
  TopToolbar,
  useResourceDefinition,
} from "react-admin";
import { ExportButton } from "./ExportButton";

/** react-admin's list actions, with the server-side export in place of its own. */
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
