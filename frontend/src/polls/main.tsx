import { render } from "preact";
import { App } from "./App";
import { plainAddress } from "./address";
import "../shared/tokens.css";
import "./polls.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// Before the router reads the address. Links within the page need no correction.
const { pathname, search, hash } = location;
const plain = plainAddress(pathname);
if (plain !== pathname) history.replaceState(null, "", plain + search + hash);

render(<App />, root);
