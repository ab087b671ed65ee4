import MenuIcon from "@mui/icons-material/Menu";
import { Box, Drawer, IconButton } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Navigation } from "./Navigation";
import { Wordmark } from "./Wordmark";

/** The menu of a narrow screen: a button that opens a drawer. */
export const MenuDrawer = () => {
  const translate = useTranslate();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <IconButton
        color="inherit"
        edge="start"
        aria-label={translate("ra.action.open_menu")}
        aria-expanded={open}
        onClick={() => setOpen(true)}
        sx={{ display: { md: "none" } }}
      >
        <MenuIcon />
      </IconButton>
      <Drawer open={open} onClose={close}>
        <Box sx={{ width: "min(17rem, 80vw)", p: 2, display: "grid", gap: 2 }}>
          <Wordmark />
          <Navigation onNavigate={close} />
        </Box>
      </Drawer>
    </>
  );
};
