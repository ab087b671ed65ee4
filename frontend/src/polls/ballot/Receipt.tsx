import { useRef, useState } from "react";
import { isolate } from "../../shared/bidi";
import type { Poll } from "../net/api";

/** What proves a vote to whoever holds it, to copy and to save: this page forgets it. */
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
        Keep this receipt; the page does not keep it for you. Your vote is stored under it, and not
        under your name: with it you can look your vote up, now and in the recount.
      </p>
    </>
  );
}

/** Selects the text, so that there is a way where neither clipboard works: the newer is for https alone. */
async function copyText(element: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/** Without a time, which would tie the receipt to a moment. */
const asFile = (poll: Poll, receipt: string) => `Receipt of a vote

Question  ${isolate(poll.question_text)}
Receipt   ${receipt}
Poll      ${location.origin}/polls/${poll.slug}

Your vote is stored under this receipt, and not under your name.
To look it up, open the poll, choose "Look up a vote", and paste the
receipt. Once the poll is closed, where its result is shown, the page
lists all votes: find yours there, or download them and count again.

Whoever has this receipt can see what was voted with it.
`;
