import { t } from "@lingui/core/macro";
import { Notice } from "./Notice";
import { useTitle } from "./useTitle";

type Props = { rows: number; ballot?: boolean; busy?: boolean };

/**
 * A placeholder with `rows` rows while a page loads: a ballot paper with its strip if `ballot`, else a plain sheet.
 * `busy`: the server is overloaded and the request is retried, so a message takes the placeholder's place.
 */
export function Skeleton({ rows, ballot = false, busy = false }: Props) {
  useTitle(t`Loading`);
  if (busy) {
    return (
      <Notice title={t`Many people are here right now`}>
        <p role="status">{t`This page opens by itself in a moment …`}</p>
      </Notice>
    );
  }
  return (
    <div className={ballot ? "sheet skeleton" : "sheet torn skeleton"}>
      <p role="status" className="visually-hidden">
        {t`Loading …`}
      </p>
      {ballot && (
        <>
          <div className="strip">{t`Ballot paper`}</div>
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
