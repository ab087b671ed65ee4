import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router-dom";
import "../shared/tokens.css";
import "./text.css";
import { App } from "./App";
import { i18nProvider } from "./i18nProvider";
import { followTheme } from "./theme";

document.documentElement.lang = i18nProvider.getLocale();
followTheme();

// Only a data router can block navigation away from an unsaved form; <BrowserRouter> can't.
const router = createBrowserRouter([{ path: "*", element: <App /> }], { basename: "/admin" });

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
}
