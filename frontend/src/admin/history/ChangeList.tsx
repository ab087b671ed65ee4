import { Box, Button, type Theme, useMediaQuery } from "@mui/material";
import {
  DataTable,
  Link,
  List,
  SelectInput,
  SimpleList,
  TextInput,
  TopToolbar,
  useGetResourceLabel,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import type { Permission } from "../auth/authProvider";
import { ExportButton } from "../exporting/ExportButton";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import { FiltersButton } from "../lists/FiltersButton";
import { Actor, useActorName } from "./Actor";
import { ChangedFields } from "./ChangedFields";
import { ChangedRecord } from "./ChangedRecord";
import { type Change, changesOf } from "./change";
import { FieldDiffs } from "./FieldDiffs";
import { useWording } from "./useWording";

const ResourceInput = (props: { source: string; alwaysOn?: boolean }) => {
  const labelOf = useGetResourceLabel();
  const { permissions = [] } = usePermissions<Permission[]>();
  const choices = permissions
    .filter(({ actions }) => actions.includes("history"))
    .map(({ resource }) => ({ id: resource, name: labelOf(resource, 2) }));
  return <SelectInput {...props} choices={choices} />;
};

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="resources.changes.search" />,
  <ResourceInput key="resource" source="resource" alwaysOn />,
  <TextInput key="actor" source="actor" alwaysOn />,
];

const actions = (
  <TopToolbar>
    <FiltersButton />
    <DeletedButton />
    <ExportButton />
  </TopToolbar>
);

function DeletedButton() {
  const translate = useTranslate();
  return (
    <Button component={Link} to="/changes/deleted">
      {translate("resources.changes.deleted")}
    </Button>
  );
}

export const ChangeList = () => {
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));
  return (
    <List
      title={<ScreenTitle text="resources.changes.list" />}
      sort={{ field: "at", order: "DESC" }}
      filters={filters}
      actions={actions}
    >
      {wide ? <ChangeTable /> : <ChangeCards />}
    </List>
  );
};

const ChangeTable = () => (
  <DataTable<Change>
    bulkActionButtons={false}
    rowClick={false}
    expand={<Details />}
    isRowExpandable={({ before, after }) => Boolean(before ?? after)}
  >
    <DataTable.Col<Change> source="at" render={({ at }) => localTime(at)} />
    <DataTable.Col<Change> source="actor" render={(change) => <Actor change={change} />} />
    <DataTable.Col source="action">
      <ActionName />
    </DataTable.Col>
    <DataTable.Col<Change> source="record" render={(change) => <ChangedRecord change={change} />} />
    <DataTable.Col<Change> source="fields" disableSort>
      <ChangedFields />
    </DataTable.Col>
  </DataTable>
);

const ActionName = () => {
  const change = useRecordContext<Change>();
  const translate = useTranslate();
  return change && translate(`resources.changes.values.action.${change.action}`);
};

/** The changed fields, below the row of the change. */
const Details = () => {
  const change = useRecordContext<Change>();
  const wording = useWording(change?.resource ?? "");
  return change && <FieldDiffs changes={changesOf(change, wording)} resource={change.resource} />;
};

const ChangeCards = () => <SimpleList<Change> rowClick={false} primaryText={<ChangeCard />} />;

const ChangeCard = () => {
  const change = useRecordContext<Change>();
  const translate = useTranslate();
  const actorName = useActorName();
  if (!change) return null;
  const action = translate(`resources.changes.values.action.${change.action}`);
  return (
    <>
      <Box sx={{ mb: 0.5, overflowWrap: "anywhere" }}>
        <ChangedRecord change={change} />
      </Box>
      <Box sx={{ color: "var(--ink-soft)", overflowWrap: "anywhere" }}>
        {translate("resources.changes.on_record", { action, actor: actorName(change) })}
        {" · "}
        {localTime(change.at)}
      </Box>
    </>
  );
};
