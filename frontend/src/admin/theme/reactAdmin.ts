import type { Theme } from "@mui/material";
import { createElement } from "react";
import type { RaThemeOptions } from "react-admin";
import { BulkToolbar } from "../bulk/BulkToolbar";
import { ShowActions } from "../bulk/ShowActions";
import { ListActions } from "../exporting/ListActions";
import { FormToolbar } from "../layout/FormToolbar";
import { ListEmptyOrError } from "../layout/ListEmptyOrError";
import { Pagination } from "../layout/Pagination";
import { TableHead } from "../layout/TableHead";
import { EmptyList } from "../lists/EmptyList";
import { FilterSidebar } from "../lists/FilterSidebar";

const LIST_EMPTY_OR_ERROR = createElement(ListEmptyOrError);
const PESSIMISTIC = { mutationMode: "pessimistic" } as const;

export const reactAdmin: RaThemeOptions["components"] = {
  RaLayout: {
    styleOverrides: {
      root: {
        minWidth: 0,
        "& .RaLayout-appFrame": { marginTop: 0 },
        "& .RaLayout-content": {
          maxWidth: "72rem",
          minWidth: 0,
          margin: "0 auto",
          padding: "var(--space-6) var(--space-4) var(--space-12)",
          boxSizing: "border-box",
        },
      },
    },
  },
  RaList: {
    defaultProps: {
      pagination: createElement(Pagination),
      actions: createElement(ListActions),
      aside: createElement(FilterSidebar),
      empty: createElement(EmptyList),
    },
    styleOverrides: {
      // On a phone: space at the end for the floating button.
      root: ({ theme }: { theme: Theme }) => ({
        "& .RaList-main": { minWidth: 0 },
        [theme.breakpoints.down("md")]: { paddingBottom: "5rem" },
      }),
    },
  },
  // Wait for the response, so that the form can show errors at its fields. In react-admin's default mode, `undoable`,
  // the form is closed before the request is sent.
  RaEdit: { defaultProps: PESSIMISTIC },
  RaDeleteButton: { defaultProps: PESSIMISTIC },
  RaBulkDeleteButton: { defaultProps: PESSIMISTIC },
  RaUpdateButton: { defaultProps: PESSIMISTIC },
  RaBulkUpdateButton: { defaultProps: PESSIMISTIC },
  // A newer record, such as the one in the response to a stale save, does not overwrite unsaved input.
  RaSimpleForm: {
    defaultProps: {
      resetOptions: { keepDirtyValues: true },
      toolbar: createElement(FormToolbar),
    },
  },
  RaSimpleList: {
    defaultProps: { empty: LIST_EMPTY_OR_ERROR },
    styleOverrides: {
      root: { padding: 0, "& > li + li": { borderTop: "1px solid var(--rule)" } },
    },
  },
  RaDatagrid: { defaultProps: { empty: LIST_EMPTY_OR_ERROR } },
  // A table that is wider than the screen, as guessed ones may be on a phone, scrolls inside its container.
  RaDataTable: {
    defaultProps: {
      empty: LIST_EMPTY_OR_ERROR,
      head: TableHead,
      bulkActionsToolbar: createElement(BulkToolbar),
    },
    styleOverrides: {
      root: {
        "& .RaDataTable-tableWrapper": { overflowX: "auto" },
        // A long text ends with an ellipsis after two lines.
        "& .MuiTableCell-body > :is(.MuiTypography-root, .MuiLink-root)": {
          display: "-webkit-box",
          WebkitBoxOrient: "vertical",
          WebkitLineClamp: 2,
          overflow: "hidden",
        },
      },
    },
  },
  // As wide as the list including its border, so that it covers the buttons below it.
  RaBulkActionsToolbar: {
    styleOverrides: { root: { "& .RaBulkActionsToolbar-toolbar": { left: -1, right: -1 } } },
  },
  RaFilterForm: { styleOverrides: { root: { minWidth: 0 } } },
  RaFilterFormInput: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: {
          flex: "1 1 8rem",
          "& > *": { width: "100%", minWidth: 0 },
        },
      }),
    },
  },
  RaToolbar: { styleOverrides: { root: { background: "var(--sheet)" } } },
  // Only deletes ask for confirmation.
  RaConfirm: {
    defaultProps: { confirm: "ra.action.delete" },
    styleOverrides: { root: { "& .MuiButton-startIcon": { display: "none" } } },
  },
  // On a phone: the actions below the filters, on the page's background.
  RaListToolbar: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: {
          flexFlow: "column",
          alignItems: "stretch",
          backgroundColor: "transparent",
        },
      }),
    },
  },
  RaTopToolbar: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        flex: "none",
        paddingRight: 0,
        paddingBottom: theme.spacing(1),
        [theme.breakpoints.down("md")]: {
          flexWrap: "wrap",
          justifyContent: "flex-start",
          paddingLeft: 0,
          backgroundColor: "transparent",
        },
      }),
    },
  },
  // The same distance to the title as on the other screens, also on a phone.
  RaCreate: { styleOverrides: { root: { "& .RaCreate-noActions": { marginTop: "1em" } } } },
  RaShow: {
    defaultProps: { actions: createElement(ShowActions) },
    styleOverrides: { root: { "& .RaShow-main": { alignItems: "flex-start" } } },
  },
  RaArrayInput: { styleOverrides: { root: { marginTop: "var(--space-4)" } } },
  RaSkipNavigationButton: {
    styleOverrides: { root: { backgroundColor: "var(--ink)", color: "var(--paper)" } },
  },
  RaSimpleFormIterator: {
    styleOverrides: {
      root: {
        "& .RaSimpleFormIterator-line": {
          display: "flex",
          alignItems: "flex-start",
          border: "none",
          marginBottom: "var(--space-2)",
        },
        // react-admin shows these buttons on hover only, which keyboard users can't do.
        "& .RaSimpleFormIterator-action": {
          visibility: "visible",
          whiteSpace: "nowrap",
          marginTop: "0.75rem",
        },
      },
    },
  },
};
