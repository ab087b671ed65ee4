import type { Theme } from "@mui/material";
import { createElement } from "react";
import type { RaThemeOptions } from "react-admin";
import { ListActions } from "../exporting/ListActions";
import { NoRows } from "../layout/NoRows";
import { Pagination } from "../layout/Pagination";
import { TableHead } from "../layout/TableHead";

const NO_ROWS = createElement(NoRows);
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
        },
      },
    },
  },
  RaList: {
    defaultProps: { pagination: createElement(Pagination), actions: createElement(ListActions) },
    styleOverrides: {
      // On a phone: room at the end for the button that floats over the list.
      root: ({ theme }: { theme: Theme }) => ({
        "& .RaList-main": { minWidth: 0 },
        [theme.breakpoints.down("md")]: { paddingBottom: "5rem" },
      }),
    },
  },
  // A refusal comes back to the form, to be shown at its fields. In react-admin's own mode the form is gone by then.
  RaEdit: { defaultProps: PESSIMISTIC },
  RaDeleteButton: { defaultProps: PESSIMISTIC },
  RaBulkDeleteButton: { defaultProps: PESSIMISTIC },
  RaUpdateButton: { defaultProps: PESSIMISTIC },
  RaBulkUpdateButton: { defaultProps: PESSIMISTIC },
  // A newer record, as a refusal brings it, does not overwrite what was typed.
  RaSimpleForm: { defaultProps: { resetOptions: { keepDirtyValues: true } } },
  RaSimpleList: { defaultProps: { empty: NO_ROWS } },
  RaDatagrid: { defaultProps: { empty: NO_ROWS } },
  // Wider than the screen, as a guessed one may be on a phone, a table scrolls within its paper.
  RaDataTable: {
    defaultProps: { empty: NO_ROWS, head: TableHead },
    styleOverrides: { root: { "& .RaDataTable-tableWrapper": { overflowX: "auto" } } },
  },
  // As wide as the paper with its rule, so that nothing of the button below looks out.
  RaBulkActionsToolbar: {
    styleOverrides: { root: { "& .RaBulkActionsToolbar-toolbar": { left: -1, right: -1 } } },
  },
  RaFilterForm: { styleOverrides: { root: { minWidth: 0 } } },
  RaFilterFormInput: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: { "&, & > div": { minWidth: 0 } },
      }),
    },
  },
  RaToolbar: { styleOverrides: { root: { background: "var(--sheet)" } } },
  // Nothing but deleting asks first.
  RaConfirm: {
    defaultProps: { confirm: "ra.action.delete" },
    styleOverrides: { root: { "& .MuiButton-startIcon": { display: "none" } } },
  },
  // On a phone: the filters and the actions in one line, on the paper.
  RaListToolbar: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: {
          flexFlow: "row nowrap",
          alignItems: "flex-start",
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
        [theme.breakpoints.down("md")]: { flex: "none", backgroundColor: "transparent" },
      }),
    },
  },
  // As far below the title as the other screens' paper, on a phone, too.
  RaCreate: { styleOverrides: { root: { "& .RaCreate-noActions": { marginTop: "1em" } } } },
  RaShow: { styleOverrides: { root: { "& .RaShow-main": { alignItems: "flex-start" } } } },
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
        // Hidden until hovered, in the stock look: out of reach for a keyboard.
        "& .RaSimpleFormIterator-action": {
          visibility: "visible",
          whiteSpace: "nowrap",
          marginTop: "0.75rem",
        },
      },
    },
  },
};
