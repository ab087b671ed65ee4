import { Box, type Theme, useMediaQuery } from "@mui/material";
import {
  CreateButton,
  DataTable,
  DateTimeInput,
  FilterButton,
  List,
  NullableBooleanInput,
  NumberInput,
  SelectInput,
  SimpleList,
  TopToolbar,
  useCanAccess,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { toInstant } from "../dateTime";
import { ExportButton } from "../exporting/ExportButton";
import { RecordLink } from "../layout/RecordLink";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import { BulkDeleteQuestionsButton } from "./DeleteQuestionButtons";
import { NoQuestions } from "./NoQuestions";
import { type Question, RESULTS_VISIBILITY, STATUS, VOTING } from "./question";
import { Status } from "./Status";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="resources.questions.search" />,
  <SelectInput key="status" source="status" choices={STATUS} />,
  <SelectInput key="voting" source="voting" choices={VOTING} />,
  <SelectInput key="results" source="results_visibility" choices={RESULTS_VISIBILITY} />,
  <NullableBooleanInput key="listed" source="listed" />,
  <DateTimeInput key="after" source="pub_date_gte" parse={toInstant} />,
  <DateTimeInput key="before" source="pub_date_lte" parse={toInstant} />,
  <NumberInput key="ballots" source="ballots_gte" min={0} />,
];

const actions = (
  <TopToolbar>
    <FilterButton />
    <ExportButton />
    <CreateButton variant="contained" label="resources.questions.create" />
  </TopToolbar>
);

export const QuestionList = () => {
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));
  return (
    <List
      title={<ScreenTitle text="resources.questions.list" />}
      sort={{ field: "pub_date", order: "DESC" }}
      perPage={25}
      filters={filters}
      actions={actions}
      empty={<NoQuestions />}
    >
      {wide ? <QuestionTable /> : <QuestionCards />}
    </List>
  );
};

const QuestionTable = () => {
  const { canAccess: mayDelete = false } = useCanAccess({ action: "delete" });
  return (
    <DataTable<Question>
      rowClick="show"
      bulkActionButtons={mayDelete && <BulkDeleteQuestionsButton />}
      sx={table}
    >
      <DataTable.Col source="question_text">
        <RecordLink type="show" />
      </DataTable.Col>
      <DataTable.Col source="status">
        <Status />
      </DataTable.Col>
      <DataTable.NumberCol source="ballots" />
      <DataTable.Col<Question>
        source="pub_date"
        render={(question) => localTime(question.pub_date)}
      />
      <DataTable.Col<Question>
        source="closes_at"
        render={({ closes_at }) => (closes_at ? localTime(closes_at) : "–")}
      />
    </DataTable>
  );
};

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

const table = { "& .column-pub_date, & .column-closes_at": { whiteSpace: "nowrap" } };
