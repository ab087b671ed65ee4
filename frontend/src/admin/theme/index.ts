import type { RaThemeOptions } from "react-admin";
import { store } from "../store";
import { materialUi } from "./materialUi";
import { reactAdmin } from "./reactAdmin";

/**
 * The Material UI theme, made from the tokens in src/shared/tokens.css. The colours are `light-dark()` pairs, so both
 * modes use the same tokens. `followTheme` names the side to use.
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

/** Keep the scheme of the document equal to the theme that was chosen in the header. */
export function followTheme() {
  const follow = (chosen?: string) => {
    document.documentElement.dataset.scheme = chosen ?? "";
  };
  follow(store.getItem("theme"));
  store.subscribe("theme", follow);
}
