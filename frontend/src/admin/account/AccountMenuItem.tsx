import PersonIcon from "@mui/icons-material/ManageAccounts";
import { ListItemIcon, ListItemText, MenuItem } from "@mui/material";
import { useTranslate, useUserMenu } from "react-admin";
import { Link } from "react-router-dom";

/** The entry of the user menu that leads to the account page. */
export const AccountMenuItem = () => {
  const translate = useTranslate();
  const { onClose } = useUserMenu() ?? {};
  return (
    <MenuItem component={Link} to="/account" onClick={onClose}>
      <ListItemIcon>
        <PersonIcon fontSize="small" />
      </ListItemIcon>
      <ListItemText>{translate("polls.account.title")}</ListItemText>
    </MenuItem>
  );
};
