import { Box, type Theme, useMediaQuery } from "@mui/material";
import {
  CreateButton,
  DataTable,
  List,
  SimpleList,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { ExportButton } from "../exporting/ExportButton";
import { RecordLink } from "../layout/RecordLink";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import type { Roll } from "./roll";

const filters = [<SearchInput key="q" source="q" alwaysOn placeholder="resources.rolls.search" />];

const actions = (
  <TopToolbar>
    <ExportButton />
    <CreateButton variant="contained" label="resources.rolls.create" />
  </TopToolbar>
);

export const RollList = () => {
  const hasTable = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));
  return (
    <List
      title={<ScreenTitle text="resources.rolls.list" />}
      sort={{ field: "name", order: "ASC" }}
      perPage={25}
      filters={filters}
      actions={actions}
    >
      {hasTable ? <RollTable /> : <SimpleList<Roll> rowClick="show" primaryText={<RollCard />} />}
    </List>
  );
};

const RollTable = () => (
  <DataTable<Roll> rowClick="show">
    <DataTable.Col source="name">
      <RecordLink type="show" />
    </DataTable.Col>
    <DataTable.NumberCol source="people" />
  </DataTable>
);

const RollCard = () => {
  const roll = useRecordContext<Roll>();
  const translate = useTranslate();
  return (
    roll && (
      <>
        <Box dir="auto" sx={{ mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}>
          {roll.name}
        </Box>
        <Box sx={{ color: "var(--ink-soft)" }}>
          {translate("resources.rolls.may_vote", { smart_count: roll.people })}
        </Box>
      </>
    )
  );
};
