import type { ReactNode } from "react";
import { Link } from "wouter";
import { Receipt } from "../ballot/Receipt";
import type { Opened } from "../ballot/vote";
import { ApiError } from "../net/request";
import { focusPage, Heading, useTitle } from "./Heading";

/** A page that has nothing to vote on, and says what to do instead. */
function Notice({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="sheet torn body">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

const toAllPolls = (
  <p>
    <Link href="/">See all polls</Link>
  </p>
);

export function NotFound({ children }: { children: ReactNode }) {
  return (
    <Notice title="Nothing to vote on here">
      <p>{children}</p>
      {toAllPolls}
    </Notice>
  );
}

/** For a poll that was there before; `opened` is what this page had of it. */
export function Gone({ opened }: { opened: Opened | undefined }) {
  const { poll, me, counted } = opened ?? {};
  return (
    <Notice title="This poll is gone">
      <p>
        It was deleted or withdrawn since you opened it.
        {!me?.voted && !counted && " Nothing was counted."}
      </p>
      {poll && counted && <Receipt poll={poll} receipt={counted.receipt} />}
      {toAllPolls}
    </Notice>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const retry = () => {
    focusPage();
    onRetry();
  };
  return (
    <Notice title="This page did not load">
      <p role="alert">
        {error instanceof ApiError ? error.message : "Something broke in this page."}
      </p>
      <button type="button" className="primary" onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}

type SkeletonProps = { rows: number; ballot?: boolean; busy?: boolean };

/** Holds the place of a sheet with `rows` rows until it is there. `ballot`: it has its stub; `busy`: it takes longer. */
export function Skeleton({ rows, ballot = false, busy = false }: SkeletonProps) {
  useTitle("Loading");
  if (busy) {
    return (
      <Notice title="Many are here just now">
        <p role="status">This page opens by itself in a moment …</p>
      </Notice>
    );
  }
  return (
    <div className={ballot ? "sheet skeleton" : "sheet torn skeleton"}>
      <p role="status" className="visually-hidden">
        Loading …
      </p>
      {ballot && (
        <>
          <div className="strip">Ballot paper</div>
          <div className="perforation" />
        </>
      )}
      <div className="body">
        <span className="bone heading" />
        {ballot && <span className="bone" />}
      </div>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <div key={row} className="row">
          <span className="bone" />
        </div>
      ))}
    </div>
  );
}
