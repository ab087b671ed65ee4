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
  useTranslate,
} from "react-admin";
import { figure } from "../../shared/locale";

type TableProps = Pick<
  TablePaginationProps,
  "labelDisplayedRows" | "showFirstButton" | "showLastButton"
>;

/** react-admin's pagination, which marks an estimated total with "about". */
export const Pagination = () => {
  const translate = useTranslate();
  const { meta, total } = useListContext();
  const estimated = meta?.total === "estimated";
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  if (total == null) return null; // The list could not be loaded.
  // react-admin passes these props to Material UI's pagination, but its own type leaves them out.
  const tableProps: TableProps = {
    labelDisplayedRows: ({ from, to, count }) =>
      translate(`polls.layout.${estimated ? "page_range_estimated" : "page_range"}`, {
        from,
        to,
        total: count,
      }),
    showFirstButton: narrow,
    showLastButton: narrow && !estimated,
  };
  return <AdminPagination actions={estimated ? NearPages : Pages} {...tableProps} />;
};

const Pages = (props: PaginationActionsProps) => (
  <PaginationActions
    {...props}
    renderItem={(item) => <PaginationItem {...item} page={item.page && figure(item.page)} />}
  />
);

/** Page links up to the next page only, since the number of the last page is unknown. */
const NearPages = ({ count, ...props }: PaginationActionsProps) => (
  <Pages {...props} count={Math.min(count, (props.page + 2) * props.rowsPerPage)} />
);
