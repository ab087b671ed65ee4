import { Box, type Theme, useMediaQuery } from "@mui/material";
import {
  ColumnsButton,
  CreateButton,
  DataTable,
  FilterButton,
  List,
  NumberInput,
  SimpleList,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { ExportButton } from "../exporting/ExportButton";
import { ImportButton } from "../importing/ImportButton";
import { RecordLink } from "../layout/RecordLink";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import { FiltersButton } from "../lists/FiltersButton";
import { nameOf, type Question } from "./question";
import { Status } from "./Status";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="resources.questions.search" />,
  <NumberInput key="ballots" source="ballots_gte" min={0} />,
  <NumberInput key="choices" source="choice_count_lt" min={0} />,
];

// Archived polls leave the list. The filter on `archived` finds them.
export const NOT_ARCHIVED = { archived: false };

const useHasTable = () => useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));

const Actions = () => (
  <TopToolbar>
    <FiltersButton />
    <FilterButton />
    {useHasTable() && <ColumnsButton />}
    <ExportButton />
    <ImportButton />
    <CreateButton variant="contained" label="resources.questions.create" />
  </TopToolbar>
);

export const QuestionList = () => {
  const hasTable = useHasTable();
  return (
    <List
      title={<ScreenTitle text="resources.questions.list" />}
      sort={{ field: "pub_date", order: "DESC" }}
      perPage={25}
      filterDefaultValues={NOT_ARCHIVED}
      filters={filters}
      actions={<Actions />}
    >
      {hasTable ? <QuestionTable /> : <QuestionCards />}
    </List>
  );
};

// Columns that are shown once someone chooses them.
const HIDDEN = ["voting", "voter_check", "results_visibility", "listed", "archived"] as const;

const QuestionTable = () => (
  <DataTable<Question> rowClick="show" hiddenColumns={["choice_count", ...HIDDEN]} sx={table}>
    <DataTable.Col source="question_text">
      <RecordLink type="show" />
    </DataTable.Col>
    <DataTable.Col source="status">
      <Status />
    </DataTable.Col>
    <DataTable.NumberCol source="ballots" />
    <DataTable.NumberCol source="choice_count" />
    <DataTable.Col<Question>
      source="pub_date"
      render={(question) => localTime(question.pub_date)}
    />
    <DataTable.Col<Question>
      source="closes_at"
      render={({ closes_at }) => (closes_at ? localTime(closes_at) : "–")}
    />
    {HIDDEN.map((field) => (
      <DataTable.Col<Question>
        key={field}
        source={field}
        render={(question) => nameOf(field, question[field])}
      />
    ))}
  </DataTable>
);

const QuestionCards = () => <SimpleList<Question> rowClick="show" primaryText={<QuestionCard />} />;

const QuestionCard = () => {
  const question = useRecordContext<Question>();
  const translate = useTranslate();
  return (
    question && (
      <>
        <Box sx={{ mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}>
          {question.question_text}
        </Box>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, color: "var(--ink-soft)" }}>
          <Status />
          {translate("resources.questions.ballots", { smart_count: question.ballots })}
        </Box>
      </>
    )
  );
};

// The times take two lines, so that most questions need one.
const table = {
  "& .column-question_text": { width: "40%" },
  "& .column-pub_date, & .column-closes_at": { minWidth: "8rem" },
};
