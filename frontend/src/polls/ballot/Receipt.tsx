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
        <span className="visually-hidden">Receipt:</span>
        <code ref={code}>{receipt}</code>
      </p>
      <p className="buttons">
        <button type="button" onClick={copy} aria-live="polite">
          {copied === null ? "Copy receipt" : copied ? "Copied" : "Selected: copy it"}
        </button>
        <a
          className="button"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(asFile(poll, receipt))}`}
          download={`polls-receipt-${poll.slug}.txt`}
        >
          Save as a file
        </a>
      </p>
      <p className="fine">
        Keep this receipt: the page does not store it. Your vote is stored under this receipt, not
        under your name. Use it to look up your vote, now and in the recount.
      </p>
    </>
  );
}

/** The saved file has no date, because the time of a vote could identify the voter. */
const asFile = (poll: Poll, receipt: string) => `Receipt of a vote

Question  ${isolate(poll.question_text)}
Receipt   ${receipt}
Poll      ${location.origin}/polls/${poll.slug}

Your vote is stored under this receipt, not under your name.
To look it up, open the poll, choose "Look up a vote", and paste the
receipt. When the poll is closed and its result is shown, the page
lists all votes: find yours there, or download them and count again.

Anyone who has this receipt can see your vote.
`;
