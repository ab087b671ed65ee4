import type { Theme } from "@mui/material";
import { createElement } from "react";
import type { RaThemeOptions } from "react-admin";
import { Pagination } from "./layout/Pagination";

/** Flat as paper: a rule where Material UI has a shadow, and the density of a table. */
const materialUi: RaThemeOptions["components"] = {
  MuiPaper: {
    defaultProps: { elevation: 0, variant: "outlined" },
    styleOverrides: { root: { backgroundImage: "none" } },
  },
  MuiButton: { defaultProps: { disableElevation: true } },
  MuiTextField: { defaultProps: { size: "small", margin: "dense", fullWidth: true } },
  MuiFormControl: { defaultProps: { size: "small", margin: "dense", fullWidth: true } },
  MuiFormHelperText: { styleOverrides: { root: { marginLeft: 0, lineHeight: 1.4 } } },
  MuiInputBase: { styleOverrides: { input: { fontSize: "0.9375rem" } } },
  MuiFormControlLabel: { styleOverrides: { label: { fontSize: "0.9375rem" } } },
  MuiTableCell: {
    styleOverrides: {
      root: { borderColor: "var(--rule)", fontVariantNumeric: "tabular-nums" },
      head: { color: "var(--ink-soft)", fontSize: "0.8125rem" },
    },
  },
  MuiTablePagination: {
    styleOverrides: {
      input: { "& .MuiSelect-select": { fontSize: "inherit" } },
      // On a phone, seven digits and four buttons fit in one line.
      toolbar: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: {
          flexWrap: "wrap",
          justifyContent: "flex-end",
          padding: 0,
        },
      }),
      spacer: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: { display: "none" },
      }),
      actions: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: {
          marginLeft: theme.spacing(1),
          "& button": { padding: 6 },
        },
      }),
    },
  },
  MuiChip: { styleOverrides: { icon: { fontSize: "0.75rem", marginLeft: "var(--space-2)" } } },
  // On a phone: above the form's toolbar, which keeps to the bottom.
  MuiSnackbar: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("sm")]: { bottom: "5rem" },
      }),
    },
  },
  MuiTooltip: { defaultProps: { enterDelay: 400 } },
};

const reactAdmin: RaThemeOptions["components"] = {
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
    defaultProps: { pagination: createElement(Pagination) },
    styleOverrides: {
      // On a phone: room at the end for the button that floats over the list.
      root: ({ theme }: { theme: Theme }) => ({
        "& .RaList-main": { minWidth: 0 },
        [theme.breakpoints.down("md")]: { paddingBottom: "5rem" },
      }),
    },
  },
  // Wider than the screen, as a guessed one may be on a phone, a table scrolls within its paper.
  RaDataTable: {
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

/**
 * The shared tokens (src/shared/tokens.css) as a Material UI theme. Their colours are `light-dark()` pairs, so
 * both modes name the same tokens, and the `color-scheme` that MUI sets on the root picks the side.
 */
const theme = (mode: "light" | "dark"): RaThemeOptions => ({
  cssVariables: { nativeColor: true },
  palette: {
    mode,
    primary: { main: "var(--accent)", contrastText: "var(--on-accent)" },
    secondary: { main: "var(--accent)", contrastText: "var(--on-accent)" },
    error: { main: "var(--error)", contrastText: "var(--sheet)" },
    warning: { main: "var(--error)", contrastText: "var(--sheet)" },
    info: { main: "var(--ink)", contrastText: "var(--paper)" },
    success: { main: "var(--ink)", contrastText: "var(--paper)" },
    text: { primary: "var(--ink)", secondary: "var(--ink-soft)" },
    background: { default: "var(--paper)", paper: "var(--sheet)" },
    divider: "var(--rule)",
    bulkActionsToolbarBackgroundColor: "var(--accent-fill)",
  },
  shape: { borderRadius: "var(--radius)" },
  typography: {
    fontFamily: "var(--font)",
    fontSize: 14,
    h1: { fontSize: "1.5rem", fontWeight: 650, lineHeight: 1.25, letterSpacing: "-0.01em" },
    h2: { fontSize: "1.0625rem", fontWeight: 650, lineHeight: 1.4 },
    body1: { fontSize: "0.9375rem" },
    button: { textTransform: "none", fontWeight: 600 },
  },
  components: { ...materialUi, ...reactAdmin },
});

export const lightTheme = theme("light");
export const darkTheme = theme("dark");
