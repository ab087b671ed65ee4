import { Box, Link, type Theme, useMediaQuery } from "@mui/material";
import type { MouseEvent } from "react";
import {
  CreateButton,
  DataTable,
  FilterButton,
  List,
  NullableBooleanInput,
  Link as RouterLink,
  SearchInput,
  SelectInput,
  SimpleList,
  TopToolbar,
  useCanAccess,
  useCreatePath,
  useRecordContext,
} from "react-admin";
import { ScreenTitle } from "../layout/ScreenTitle";
import { count, formatInstant } from "../locale";
import { DeleteQuestions } from "./DeleteQuestion";
import { NoQuestions } from "./NoQuestions";
import { type Question, RESULTS_VISIBILITY, VOTING } from "./question";
import { Status } from "./Status";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Search polls" />,
  <SelectInput key="voting" source="voting" choices={VOTING} />,
  <SelectInput key="results" source="results_visibility" choices={RESULTS_VISIBILITY} />,
  <NullableBooleanInput key="listed" source="listed" />,
];

const actions = (
  <TopToolbar>
    <FilterButton />
    <CreateButton variant="contained" label="New poll" />
  </TopToolbar>
);

export const QuestionList = () => {
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"));
  return (
    <List
      title={<ScreenTitle text="Polls" />}
      sort={{ field: "pub_date", order: "DESC" }}
      perPage={25}
      filters={filters}
      actions={actions}
      empty={<NoQuestions />}
      exporter={false}
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
      bulkActionButtons={mayDelete && <DeleteQuestions />}
      sx={table}
    >
      <DataTable.Col source="question_text">
        <QuestionLink />
      </DataTable.Col>
      <DataTable.Col source="status" disableSort>
        <Status />
      </DataTable.Col>
      <DataTable.NumberCol source="ballots" />
      <DataTable.Col<Question> source="pub_date" render={(poll) => formatInstant(poll.pub_date)} />
      <DataTable.Col<Question>
        source="closes_at"
        render={(poll) => (poll.closes_at ? formatInstant(poll.closes_at) : "–")}
      />
    </DataTable>
  );
};

/** The row can be clicked anywhere, but only a link can be reached by keyboard. */
const QuestionLink = () => {
  const question = useRecordContext<Question>();
  const createPath = useCreatePath();
  if (!question) return null;
  const to = createPath({ resource: "questions", type: "show", id: question.id });
  return (
    <Link
      component={RouterLink}
      to={to}
      color="inherit"
      underline="hover"
      sx={{ fontWeight: 500 }}
      onClick={(event: MouseEvent) => event.stopPropagation()}
    >
      {question.question_text}
    </Link>
  );
};

const QuestionCards = () => <SimpleList<Question> rowClick="show" primaryText={<QuestionCard />} />;

const QuestionCard = () => {
  const question = useRecordContext<Question>();
  return (
    question && (
      <>
        <Box sx={{ mb: 0.5, fontWeight: 500, overflowWrap: "anywhere" }}>
          {question.question_text}
        </Box>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, color: "var(--ink-soft)" }}>
          <Status />
          {count(question.ballots, "ballot")}
        </Box>
      </>
    )
  );
};

const table = { "& .column-pub_date, & .column-closes_at": { whiteSpace: "nowrap" } };
