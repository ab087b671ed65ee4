import { useEffect, useRef } from "react";
import { Link, Route, Switch, useLocation, useSearch } from "wouter";
import { focusPage } from "./Heading";
import { NotFound } from "./Notice";
import { PollList } from "./PollList";
import { PollPage } from "./PollPage";

export function App() {
  useFocusOnNavigation();
  return (
    <>
      <header className="masthead">
        <Link href="/" className="wordmark">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path className="box" d="M4 5h15v15H4z" />
            <path className="cross" d="M7 8.5c3 2 6 5 8.5 8.5M21.5 1.5C15.500 6 11 11 7.500 17" />
          </svg>
          Polls
        </Link>
      </header>
      <main tabIndex={-1}>
        <Switch>
          <Route path="/">
            <PollList />
          </Route>
          <Route path="/polls/:slug">{({ slug }) => <PollPage key={slug} slug={slug} />}</Route>
          <Route>
            <NotFound>There is no page at this address.</NotFound>
          </Route>
        </Switch>
      </main>
    </>
  );
}

/** Not on the first page: there the browser's own order of reading stands. */
function useFocusOnNavigation() {
  const address = `${useLocation()[0]}?${useSearch()}`;
  const previous = useRef(address);
  useEffect(() => {
    if (previous.current === address) return;
    previous.current = address;
    focusPage();
  }, [address]);
}
