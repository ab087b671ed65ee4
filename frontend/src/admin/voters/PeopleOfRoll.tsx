import { Box, Button, Paper, type Theme, Typography, useMediaQuery } from "@mui/material";
import { useId } from "react";
import {
  ColumnsButton,
  CreateButton,
  DataTable,
  Link,
  List,
  RecordContextProvider,
  ResourceContextProvider,
  SimpleList,
  TopToolbar,
  useCreatePath,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { ExportButton } from "../exporting/ExportButton";
import { ImportButton } from "../importing/ImportButton";
import { RecordLink } from "../layout/RecordLink";
import { SearchInput } from "../layout/SearchInput";
import { FiltersButton } from "../lists/FiltersButton";
import type { Roll } from "../rolls/roll";
import { VoterStatus } from "./VoterStatus";
import { nameOf, type Voter } from "./voter";

const filters = [<SearchInput key="q" source="q" alwaysOn placeholder="resources.voters.search" />];

const useHasTable = () => useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));

/** The people of a roll, on its page. */
export const PeopleOfRoll = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const heading = useId();
  const hasTable = useHasTable();
  return (
    <Box component="section" aria-labelledby={heading}>
      <Typography variant="h2" id={heading}>
        {translate("resources.rolls.fields.people")}
      </Typography>
      {/* The list is not one of related records: its filter has the roll. */}
      <RecordContextProvider value={undefined}>
        <List
          resource="voters"
          title={false}
          filter={{ roll_id: roll.id }}
          sort={{ field: "name", order: "ASC" }}
          perPage={25}
          disableSyncWithLocation
          storeKey={`rolls.${roll.id}.people`}
          filters={filters}
          actions={<Actions roll={roll} />}
          empty={<NoPeople roll={roll} />}
        >
          {hasTable ? (
            <PeopleTable />
          ) : (
            <SimpleList<Voter> rowClick="edit" primaryText={<PersonCard />} />
          )}
        </List>
      </RecordContextProvider>
    </Box>
  );
};

const Actions = ({ roll }: { roll: Roll }) => (
  <TopToolbar>
    <FiltersButton />
    {useHasTable() && <ColumnsButton />}
    <ExportButton />
    <ImportButton values={{ roll_id: roll.id }} />
    <CreateButton
      variant="contained"
      label="resources.voters.create"
      state={{ record: { roll_id: roll.id } }}
    />
  </TopToolbar>
);

const PeopleTable = () => (
  <DataTable<Voter> rowClick="edit" hiddenColumns={["created_at", "revoked_at"]} sx={table}>
    <DataTable.Col source="name">
      <RecordLink type="edit" />
    </DataTable.Col>
    <DataTable.Col source="number" />
    <DataTable.Col source="email" />
    <DataTable.Col source="status">
      <VoterStatus />
    </DataTable.Col>
    <DataTable.Col<Voter> source="created_at" render={({ created_at }) => localTime(created_at)} />
    <DataTable.Col<Voter>
      source="revoked_at"
      render={({ revoked_at }) => (revoked_at ? localTime(revoked_at) : "–")}
    />
  </DataTable>
);

const PersonCard = () => {
  const voter = useRecordContext<Voter>();
  return (
    voter && (
      <>
        <Box dir="auto" sx={{ mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}>
          {nameOf(voter)}
        </Box>
        <Box sx={card}>
          <VoterStatus />
          {[voter.number, voter.email].filter(Boolean).map((text) => (
            <bdi key={text}>{text}</bdi>
          ))}
        </Box>
      </>
    )
  );
};

/** Stands in for the people of an empty roll. Anonymous codes have their button at the top of the page. */
const NoPeople = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    <ResourceContextProvider value="voters">
      <Paper sx={{ display: "grid", justifyItems: "start", gap: 2, mt: 1, p: { xs: 3, sm: 4 } }}>
        <Typography variant="h3" sx={{ fontSize: "1.0625rem", fontWeight: 650 }}>
          {translate("resources.voters.empty")}
        </Typography>
        <Typography color="textSecondary">{translate("resources.voters.invite")}</Typography>
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
          <ImportButton outlined values={{ roll_id: roll.id }} />
          <Button
            variant="contained"
            component={Link}
            to={createPath({ resource: "voters", type: "create" })}
            state={{ record: { roll_id: roll.id } }}
          >
            {translate("resources.voters.create")}
          </Button>
        </Box>
      </Paper>
    </ResourceContextProvider>
  );
};

const table = { "& :is(.column-name, .column-email)": { overflowWrap: "anywhere" } };

const card = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 1,
  color: "var(--ink-soft)",
  overflowWrap: "anywhere",
};
