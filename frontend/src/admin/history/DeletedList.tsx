import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { DataTable, Link, List, TopToolbar, useRecordContext, useTranslate } from "react-admin";
import { localTime } from "../../shared/locale";
import { ListEmptyOrError } from "../layout/ListEmptyOrError";
import { ScreenTitle } from "../layout/ScreenTitle";
import { visuallyHidden } from "../layout/visuallyHidden";
import { Actor } from "./Actor";
import { ChangedRecord } from "./ChangedRecord";
import type { Change } from "./change";
import { RecreateButton } from "./RestoreButtons";

const AllButton = () => {
  const translate = useTranslate();
  return (
    <Button component={Link} to="/changes">
      {translate("resources.changes.all")}
    </Button>
  );
};

const actions = (
  <TopToolbar>
    <AllButton />
  </TopToolbar>
);

/** Deleted records that can be restored, and have not been. */
export const DeletedList = () => {
  // Fixed for the life of the screen: each new filter would load the list again.
  const [now] = useState(() => new Date().toISOString());
  return (
    <List
      title={<ScreenTitle text="resources.changes.deleted" />}
      filter={{ restorable_until_gte: now, restored_as: null }}
      sort={{ field: "at", order: "DESC" }}
      actions={actions}
      aside={false}
      empty={false}
      storeKey="changes.deleted"
    >
      <DataTable<Change>
        bulkActionButtons={false}
        rowClick={false}
        empty={<ListEmptyOrError empty={<NothingToRestore />} />}
      >
        <DataTable.Col<Change>
          source="record"
          render={(change) => <ChangedRecord change={change} />}
        />
        <DataTable.Col<Change>
          source="at"
          label="resources.changes.values.action.delete"
          render={({ at }) => localTime(at)}
        />
        <DataTable.Col<Change> source="actor" render={(change) => <Actor change={change} />} />
        <DataTable.Col<Change>
          source="restorable_until"
          render={({ restorable_until }) => restorable_until && localTime(restorable_until)}
        />
        <DataTable.Col label={<HiddenLabel />}>
          <Recreate />
        </DataTable.Col>
      </DataTable>
    </List>
  );
};

const NothingToRestore = () => {
  const translate = useTranslate();
  return (
    <Box sx={{ display: "grid", gap: 1, p: { xs: 3, sm: 4 } }}>
      <Typography variant="h2">{translate("resources.changes.nothing_to_restore")}</Typography>
      <Typography color="textSecondary">
        {translate("resources.changes.nothing_to_restore_hint")}
      </Typography>
    </Box>
  );
};

const HiddenLabel = () => (
  <Box component="span" sx={visuallyHidden}>
    {useTranslate()("resources.changes.restore")}
  </Box>
);

const Recreate = () => {
  const change = useRecordContext<Change>();
  return change && <RecreateButton change={change} />;
};
