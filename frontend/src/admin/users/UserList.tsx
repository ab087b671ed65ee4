import { Box, Chip, type Theme, useMediaQuery } from "@mui/material";
import {
  CreateButton,
  DataTable,
  List,
  SelectField,
  SimpleList,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { RecordLink } from "../layout/RecordLink";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import { FiltersButton } from "../lists/FiltersButton";
import { ROLES, type User } from "./user";

const filters = [<SearchInput key="q" source="q" alwaysOn placeholder="resources.users.search" />];

const actions = (
  <TopToolbar>
    <FiltersButton />
    <CreateButton variant="contained" label="resources.users.create" />
  </TopToolbar>
);

export const UserList = () => {
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));
  return (
    <List
      title={<ScreenTitle text="resources.users.list" />}
      sort={{ field: "username", order: "ASC" }}
      filters={filters}
      actions={actions}
      exporter={false}
    >
      {wide ? <UserTable /> : <SimpleList<User> rowClick="edit" primaryText={<UserCard />} />}
    </List>
  );
};

const UserTable = () => (
  <DataTable<User> sx={{ "& .column-username": { overflowWrap: "anywhere" } }}>
    <DataTable.Col source="username">
      <RecordLink type="edit" />
    </DataTable.Col>
    <DataTable.Col source="role">
      <SelectField source="role" choices={ROLES} />
    </DataTable.Col>
    <DataTable.Col source="active">
      <Active />
    </DataTable.Col>
    <DataTable.Col source="last_sign_in">
      <LastSignIn />
    </DataTable.Col>
  </DataTable>
);

const UserCard = () => {
  const user = useRecordContext<User>();
  return (
    user && (
      <>
        <Box sx={{ mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}>
          <bdi>{user.username}</bdi>
        </Box>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, color: "var(--ink-soft)" }}>
          <Active />
          <LastSignIn />
        </Box>
      </>
    )
  );
};

const Active = () => {
  const user = useRecordContext<User>();
  const translate = useTranslate();
  const state = user?.active ? "active" : "inactive";
  return (
    <Chip
      size="small"
      variant={user?.active ? "outlined" : "filled"}
      label={translate(`resources.users.${state}`)}
    />
  );
};

const LastSignIn = () => {
  const user = useRecordContext<User>();
  const translate = useTranslate();
  return user?.last_sign_in ? localTime(user.last_sign_in) : translate("resources.users.never");
};
