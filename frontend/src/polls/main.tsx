import { render } from "preact";
import { App } from "./App";
import { startSpeaking } from "./language/language";
import "../shared/tokens.css";
import "./polls.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** For voters who get no catalogue, not even the English one. */
const NO_CATALOGUE = "This page did not load. Check your connection, then try again.";
const TRY_AGAIN = "Try again";

const start = () => {
  startSpeaking().then(
    () => render(<App />, root),
    () =>
      render(
        <main className="sheet body" lang="en" dir="ltr">
          <p role="alert">{NO_CATALOGUE}</p>
          <button type="button" onClick={start}>
            {TRY_AGAIN}
          </button>
        </main>,
        root,
      ),
  );
};
start();
