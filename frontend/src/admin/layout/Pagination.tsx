import {
  PaginationItem,
  type TablePaginationProps,
  type Theme,
  useMediaQuery,
} from "@mui/material";
import {
  Pagination as AdminPagination,
  PaginationActions,
  type PaginationActionsProps,
  useListContext,
} from "react-admin";
import { figure } from "../../shared/locale";

type PassedOn = Pick<
  TablePaginationProps,
  "labelDisplayedRows" | "showFirstButton" | "showLastButton"
>;

/** react-admin's pagination, which says of an estimated total that it is about right. */
export const Pagination = () => {
  const { meta, total } = useListContext();
  const estimated = meta?.total === "estimated";
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  if (total == null) return null; // It could not be read.
  // Passed on to Material UI's; react-admin's own type leaves them out.
  const passedOn: PassedOn = {
    labelDisplayedRows: ({ from, to, count }) =>
      `${figure(from)}–${figure(to)} of ${estimated ? "about " : ""}${figure(count)}`,
    showFirstButton: narrow,
    showLastButton: narrow && !estimated,
  };
  return <AdminPagination actions={estimated ? NearPages : Pages} {...passedOn} />;
};

const Pages = (props: PaginationActionsProps) => (
  <PaginationActions
    {...props}
    renderItem={(item) => <PaginationItem {...item} page={item.page && figure(item.page)} />}
  />
);

/** Only as far as the next page: where the last one is, nobody has counted. */
const NearPages = ({ count, ...props }: PaginationActionsProps) => (
  <Pages {...props} count={Math.min(count, (props.page + 2) * props.rowsPerPage)} />
);
