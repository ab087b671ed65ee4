import type { ReactNode } from "react";
import { Layout as AdminLayout, TitlePortal } from "react-admin";
import { SignInAgain } from "../auth/SignInAgain";
import { Header } from "./Header";
import { useDropUnreadableFilters } from "./useDropUnreadableFilters";

const NoSidebar = () => null;

/** react-admin's layout, with the navigation in the header and the title of each screen as its h1. */
export const Layout = ({ children }: { children: ReactNode }) => {
  useDropUnreadableFilters();
  return (
    <AdminLayout appBar={Header} sidebar={NoSidebar}>
      <TitlePortal component="h1" variant="h1" sx={title} />
      {children}
      <SignInAgain />
    </AdminLayout>
  );
};

const title = { flex: "none", mb: 1, whiteSpace: "normal", overflowWrap: "anywhere" };
