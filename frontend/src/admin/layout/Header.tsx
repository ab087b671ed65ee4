import { Box } from "@mui/material";
import { LocalesMenuButton, Logout, ToggleThemeButton, UserMenu } from "react-admin";
import { AccountMenuItem } from "../account/AccountMenuItem";
import { MenuDrawer } from "./MenuDrawer";
import { Wordmark } from "./Wordmark";

export const Header = () => (
  <Box component="header" sx={bar}>
    <MenuDrawer />
    <Wordmark />
    <Box sx={{ flex: 1 }} />
    <LocalesMenuButton />
    <ToggleThemeButton />
    <UserMenu>
      <AccountMenuItem />
      <Logout />
    </UserMenu>
  </Box>
);

const bar = {
  display: "flex",
  alignItems: "center",
  gap: { xs: 0.5, sm: 1 },
  minHeight: "3.25rem",
  px: { xs: 2, md: 3 },
  borderBottom: "1px solid var(--rule)",
  bgcolor: "var(--sheet)",
  // Usernames have up to 150 characters.
  "& .RaUserMenu-userButton": {
    display: "block",
    maxWidth: "12rem",
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  "& .MuiButton-startIcon": { display: "inline-flex", verticalAlign: "middle" },
};
