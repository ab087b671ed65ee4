import type { ReactNode } from "react";
import { Layout as AdminLayout, TitlePortal } from "react-admin";
import { Header } from "./Header";
import { useReadableAddress } from "./useReadableAddress";

const NoSidebar = () => null;

/** react-admin's frame, with the navigation in the header and each screen's title as its h1. */
export const Layout = ({ children }: { children: ReactNode }) => {
  useReadableAddress();
  return (
    <AdminLayout appBar={Header} sidebar={NoSidebar}>
      <TitlePortal component="h1" variant="h1" sx={title} />
      {children}
    </AdminLayout>
  );
};

const title = { flex: "none", mb: 1, whiteSpace: "normal", overflowWrap: "anywhere" };
