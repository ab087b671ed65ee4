import { CreateButton, DataTable, List, SearchInput, SelectField, TopToolbar } from "react-admin";
import { RecordLink } from "../layout/RecordLink";
import { ScreenTitle } from "../layout/ScreenTitle";
import { FiltersButton } from "../lists/FiltersButton";
import { ROLES, type User } from "./user";

const filters = [<SearchInput key="q" source="q" alwaysOn placeholder="resources.users.search" />];

const actions = (
  <TopToolbar>
    <FiltersButton />
    <CreateButton variant="contained" label="resources.users.create" />
  </TopToolbar>
);

export const UserList = () => (
  <List
    title={<ScreenTitle text="resources.users.list" />}
    sort={{ field: "username", order: "ASC" }}
    filters={filters}
    actions={actions}
    exporter={false}
  >
    <DataTable<User> bulkActionButtons={false}>
      <DataTable.Col source="username">
        <RecordLink type="edit" />
      </DataTable.Col>
      <DataTable.Col source="role">
        <SelectField source="role" choices={ROLES} />
      </DataTable.Col>
    </DataTable>
  </List>
);
