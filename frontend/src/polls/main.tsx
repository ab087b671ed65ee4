import { render } from "preact";
import { App } from "./App";
import "../shared/tokens.css";
import "./polls.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
render(<App />, root);
