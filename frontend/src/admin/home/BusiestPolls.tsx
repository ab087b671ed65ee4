import { Skeleton, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import {
  RecordContextProvider,
  ResourceContextProvider,
  useCreatePath,
  useGetList,
  useTranslate,
} from "react-admin";
import { figure, localTime } from "../../shared/locale";
import { RecordLink } from "../layout/RecordLink";
import type { Question } from "../questions/question";
import { filteredList } from "./attention";
import { REFRESH } from "./refresh";
import { Note, Section } from "./Section";

const ROWS = 5;
const OPEN = { archived: false, status: "open" };
const MOST_BALLOTS = { field: "ballots", order: "DESC" } as const;

/** The open polls with the most ballots. A bar behind each row shows its share of the largest number. */
export const BusiestPolls = () => {
  const translate = useTranslate();
  const list = useCreatePath()({ resource: "questions", type: "list" });
  const { data, error } = useGetList<Question>(
    "questions",
    {
      filter: { ...OPEN, ballots_gte: 1 },
      pagination: { page: 1, perPage: ROWS },
      sort: MOST_BALLOTS,
    },
    REFRESH,
  );
  return (
    <Section
      title={translate("polls.home.busiest")}
      hint={translate("polls.home.busiest_hint")}
      more={{ to: filteredList(list, OPEN), label: translate("polls.home.all_open") }}
    >
      {data ? <Polls polls={data} /> : error ? <Unavailable /> : <Waiting />}
    </Section>
  );
};

const Polls = ({ polls }: { polls: Question[] }) => {
  const translate = useTranslate();
  if (polls.length === 0) return <Note>{translate("polls.home.no_ballots")}</Note>;
  const most = Math.max(...polls.map(({ ballots }) => ballots));
  return (
    <ResourceContextProvider value="questions">
      <Table size="small" sx={table}>
        <TableHead>
          <TableRow>
            <TableCell>{translate("polls.home.poll")}</TableCell>
            <TableCell sx={whenWide}>{translate("polls.home.closes")}</TableCell>
            <TableCell align="right">{translate("polls.home.ballots")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {polls.map((poll) => (
            <RecordContextProvider key={poll.id} value={poll}>
              <TableRow style={{ backgroundSize: `${(100 * poll.ballots) / most}% 100%` }}>
                <TableCell>
                  <RecordLink type="show" />
                </TableCell>
                <TableCell sx={whenWide}>
                  {poll.closes_at ? localTime(poll.closes_at) : "–"}
                </TableCell>
                <TableCell align="right">{figure(poll.ballots)}</TableCell>
              </TableRow>
            </RecordContextProvider>
          ))}
        </TableBody>
      </Table>
    </ResourceContextProvider>
  );
};

const Waiting = () => <Skeleton variant="rectangular" height="14rem" sx={{ mx: 2 }} />;

const Unavailable = () => <Note>{useTranslate()("polls.home.unavailable")}</Note>;

const whenWide = { display: { xs: "none", sm: "table-cell" }, whiteSpace: "nowrap" };

const table = {
  "& tr > :first-of-type": { pl: 2 },
  "& tr > :last-child": { pr: 2 },
  "& tbody tr": {
    background: "linear-gradient(var(--fill), var(--fill)) no-repeat",
    "@media (prefers-reduced-motion: no-preference)": { transition: "background-size 0.4s" },
  },
};
