import { t } from "@lingui/core/macro";
import { useRef, useState } from "preact/hooks";
import { isolate } from "../../shared/bidi";
import { copyText } from "../layout/copyText";
import type { Poll } from "../net/api";

/** The receipt of a vote, with buttons to copy and to save it. The page does not store it. */
export function Receipt({ poll, receipt }: { poll: Poll; receipt: string }) {
  const code = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(code.current !== null && (await copyText(code.current)));
  return (
    <>
      <p className="receipt">
        <span className="visually-hidden">{t`Receipt:`}</span>
        <code ref={code}>{receipt}</code>
      </p>
      <p className="buttons">
        <button type="button" onClick={copy} aria-live="polite">
          {copied === null ? t`Copy receipt` : copied ? t`Copied` : t`Selected: copy it`}
        </button>
        <a
          className="button"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(asFile(poll, receipt))}`}
          download={`polls-receipt-${poll.slug}.txt`}
        >
          {t`Save as a file`}
        </a>
      </p>
      <p className="fine">
        {t`Keep this receipt: the page does not store it. Your vote is stored under this receipt, not under your name. Use it to look up your vote, now and in the recount.`}
      </p>
    </>
  );
}

/** The saved file has no date, because the time of a vote could identify the voter. */
function asFile(poll: Poll, receipt: string): string {
  const lookUp = t`Look up a vote`;
  const rows: [label: string, value: string][] = [
    [t`Question`, isolate(poll.question_text)],
    [t`Receipt`, isolate(receipt)],
    [t`Poll`, isolate(`${location.origin}/polls/${poll.slug}`)],
  ];
  const width = 2 + Math.max(...rows.map(([label]) => label.length));
  return [
    t`Receipt of a vote`,
    "",
    ...rows.map(([label, value]) => label.padEnd(width) + value),
    "",
    t`Your vote is stored under this receipt, not under your name.`,
    t`To look it up, open the poll, choose “${lookUp}”, and paste the receipt.`,
    t`When the poll is closed and its result is shown, the page lists all votes: find yours there, or download them and count again.`,
    "",
    t`Anyone who has this receipt can see your vote.`,
    "",
  ].join("\n");
}
