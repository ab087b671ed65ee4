import type { Theme } from "@mui/material";
import type { RaThemeOptions } from "react-admin";

const FOCUS = { outline: "2px solid var(--accent)", outlineOffset: "2px" };

/** Material UI's components without shadows: thin borders, and the density of a table. */
export const materialUi: RaThemeOptions["components"] = {
  MuiPaper: {
    defaultProps: { elevation: 0, variant: "outlined" },
    styleOverrides: { root: { backgroundImage: "none" } },
  },
  MuiButton: { defaultProps: { disableElevation: true } },
  // Shows the keyboard focus. MUI's ripple is too faint.
  MuiButtonBase: {
    styleOverrides: { root: { "&.Mui-focusVisible": FOCUS } },
  },
  MuiLink: { styleOverrides: { root: { "&:focus-visible": FOCUS } } },
  MuiMenuItem: { styleOverrides: { root: { "&.Mui-focusVisible": { outlineOffset: "-2px" } } } },
  MuiTextField: { defaultProps: { size: "small", margin: "dense", fullWidth: true } },
  MuiFormControl: { defaultProps: { size: "small", margin: "dense", fullWidth: true } },
  MuiFormHelperText: { styleOverrides: { root: { marginLeft: 0, lineHeight: 1.4 } } },
  MuiInputBase: {
    defaultProps: { slotProps: { input: { dir: "auto" } } },
    styleOverrides: { input: { fontSize: "0.9375rem" } },
  },
  MuiFormControlLabel: { styleOverrides: { label: { fontSize: "0.9375rem" } } },
  MuiTableCell: {
    styleOverrides: {
      root: { borderColor: "var(--rule)", fontVariantNumeric: "tabular-nums" },
      head: { color: "var(--ink-soft)", fontSize: "0.8125rem" },
      sizeSmall: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("md")]: { paddingInline: theme.spacing(1) },
      }),
    },
  },
  MuiTablePagination: {
    styleOverrides: {
      input: { "& .MuiSelect-select": { fontSize: "inherit" } },
      // On a phone, seven digits and four buttons must fit on one line.
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
  // On a phone: above the form's toolbar, which sticks to the bottom.
  MuiSnackbar: {
    styleOverrides: {
      root: ({ theme }: { theme: Theme }) => ({
        [theme.breakpoints.down("sm")]: { bottom: "5rem" },
      }),
    },
  },
  MuiTooltip: { defaultProps: { enterDelay: 400 } },
};
