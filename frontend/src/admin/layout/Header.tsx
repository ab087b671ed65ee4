import { Box, Link } from "@mui/material";
import {
  CanAccess,
  LocalesMenuButton,
  ToggleThemeButton,
  UserMenu,
  useCreatePath,
  useGetResourceLabel,
  useResourceDefinitions,
  useTranslate,
} from "react-admin";
import { NavLink } from "react-router-dom";
import { Wordmark } from "./Wordmark";

export const Header = () => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  const labelOf = useGetResourceLabel();
  const listed = Object.values(useResourceDefinitions()).filter(({ hasList }) => hasList);

  return (
    <Box component="header" sx={bar}>
      <Box sx={column}>
        <Wordmark />
        <Box
          component="nav"
          aria-label={translate("polls.layout.navigation")}
          sx={{ display: "flex", flex: 1, gap: { sm: 1 }, overflowX: "auto" }}
        >
          {listed.map(({ name }) => (
            <CanAccess key={name} resource={name} action="list">
              <Link component={NavLink} to={createPath({ resource: name, type: "list" })} sx={tab}>
                {labelOf(name, 2)}
              </Link>
            </CanAccess>
          ))}
        </Box>
        <LocalesMenuButton />
        <ToggleThemeButton />
        <UserMenu />
      </Box>
    </Box>
  );
};

const bar = { borderBottom: "1px solid var(--rule)", bgcolor: "var(--sheet)" };

const column = {
  display: "flex",
  alignItems: "center",
  gap: { xs: 2, sm: 3 },
  maxWidth: "72rem",
  mx: "auto",
  px: 2,
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

const tab = {
  px: 1,
  lineHeight: "3.25rem",
  color: "var(--ink-soft)",
  fontWeight: 500,
  textDecoration: "none",
  "&:hover": { color: "var(--ink)" },
  "&[aria-current]": { color: "var(--ink)", boxShadow: "inset 0 -2px var(--accent)" },
};
