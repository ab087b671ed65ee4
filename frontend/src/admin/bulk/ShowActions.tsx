import { EditButton, TopToolbar, useResourceDefinition } from "react-admin";
import { RecordActions } from "./RecordActions";

/** react-admin's buttons above a record, with the actions on it. */
export const ShowActions = () => {
  const { hasEdit } = useResourceDefinition();
  return (
    <TopToolbar>
      {hasEdit && <EditButton />}
      <RecordActions />
    </TopToolbar>
  );
};
