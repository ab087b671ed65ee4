import { t } from "@lingui/core/macro";
import { useEffect, useRef } from "preact/hooks";
import { Route, Switch, useLocation, useSearch } from "wouter-preact";
import { Codes } from "./code/Codes";
import { LanguagePicker } from "./language/LanguagePicker";
import { useLanguage } from "./language/language";
import { focusPage } from "./layout/Heading";
import { NotFound } from "./layout/NotFound";
import { PollList } from "./list/PollList";
import { lazyComponent } from "./net/lazyComponent";
import { PollPage } from "./PollPage";

const Preview = lazyComponent(() => import("./preview/Preview").then((part) => part.Preview));
const Present = lazyComponent(() =>
  import("./present/styledPresent").then((part) => part.styledPresent()),
);

export function App() {
  useLanguage();
  useFocusOnNavigation();
  return (
    <>
      <main tabIndex={-1}>
        <Switch>
          <Route path="/">
            <PollList />
          </Route>
          <Route path="/polls/:slug">{({ slug }) => <PollPage key={slug} slug={slug} />}</Route>
          <Route path="/polls/:slug/present">
            {({ slug }) => <Present key={slug} slug={slug} />}
          </Route>
          <Route path="/vote">
            <Codes />
          </Route>
          <Route path="/preview/:id">{({ id }) => <Preview id={id} />}</Route>
          <Route>
            <NotFound>{t`There is no page at this address.`}</NotFound>
          </Route>
        </Switch>
      </main>
      <LanguagePicker />
    </>
  );
}

/** Moves the focus to the heading of each new page. The first page keeps the browser's default focus. */
function useFocusOnNavigation() {
  const address = `${useLocation()[0]}?${useSearch()}`;
  const previous = useRef(address);
  useEffect(() => {
    if (previous.current === address) return;
    previous.current = address;
    focusPage();
  }, [address]);
}
