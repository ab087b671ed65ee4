import { Notice } from "./Notice";
import { useTitle } from "./useTitle";

type Props = { rows: number; ballot?: boolean; busy?: boolean };

/**
 * A placeholder with `rows` rows while a page loads: a ballot paper with its strip if `ballot`, else a plain sheet.
 * `busy`: the server is overloaded and the request is retried, so a message takes the placeholder's place.
 */
export function Skeleton({ rows, ballot = false, busy = false }: Props) {
  useTitle("Loading");
  if (busy) {
    return (
      <Notice title="Many people are here right now">
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
