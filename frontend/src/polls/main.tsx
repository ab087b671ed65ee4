import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { plainAddress } from "./address";
import "../shared/tokens.css";
import "./polls.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// Before anything is rendered: links within the page are plain.
const { pathname, search, hash } = location;
const plain = plainAddress(pathname);
if (plain !== pathname) history.replaceState(null, "", plain + search + hash);

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
