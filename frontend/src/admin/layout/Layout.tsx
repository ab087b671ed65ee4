import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { Layout as AdminLayout, TitlePortal } from "react-admin";
import { SignInAgain } from "../auth/SignInAgain";
import { Header } from "./Header";
import { Navigation } from "./Navigation";
import { useDropUnreadableFilters } from "./useDropUnreadableFilters";

/** react-admin's layout with a menu of links, and the title of each screen as its h1. */
export const Layout = ({ children }: { children: ReactNode }) => {
  useDropUnreadableFilters();
  return (
    <AdminLayout appBar={Header} sidebar={Sidebar}>
      <TitlePortal component="h1" variant="h1" sx={title} />
      {children}
      <SignInAgain />
    </AdminLayout>
  );
};

/** The menu beside the content. A narrow screen has it in the header's drawer. */
const Sidebar = () => (
  <Box sx={sidebar}>
    <Navigation />
  </Box>
);

const title = { flex: "none", mb: 1, whiteSpace: "normal", overflowWrap: "anywhere" };

const sidebar = {
  display: { xs: "none", md: "block" },
  displayPrint: "none",
  flex: "0 0 13rem",
  alignSelf: "flex-start",
  position: "sticky",
  top: 0,
  maxHeight: "100dvh",
  overflowY: "auto",
  p: 1.5,
};
