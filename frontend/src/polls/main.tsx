import { render } from "preact";
import { App } from "./App";
import { plainAddress } from "./address";
import { startSpeaking } from "./language/language";
import "../shared/tokens.css";
import "./polls.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// Before the router reads the address. Links within the page need no correction.
const { pathname, search, hash } = location;
const plain = plainAddress(pathname);
if (plain !== pathname) history.replaceState(null, "", plain + search + hash);

/** For voters who get no catalogue, not even the English one. */
const NO_CATALOGUE = "This page did not load. Check your connection, then reload it.";

startSpeaking().then(
  () => render(<App />, root),
  () => render(<p role="alert">{NO_CATALOGUE}</p>, root),
);
