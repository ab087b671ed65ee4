import { t } from "@lingui/core/macro";
import { useRef, useState } from "preact/hooks";
import { copyText } from "../layout/copyText";
import type { Poll } from "../net/api";
import { linkOf } from "./linkOf";

/** The link of a poll as text and as a QR code, with a button to copy it and, if there is one, the system's share sheet. */
export function ShareSheet({ poll }: { poll: Poll }) {
  const link = linkOf(poll.slug);
  const text = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => setCopied(text.current !== null && (await copyText(text.current)));
  // It rejects if the voter closes the system's sheet, or the system has nowhere to send a link to.
  const share = () => navigator.share({ title: poll.question_text, url: link }).catch(() => {});
  return (
    <div className="sheet">
      <div className="body sharing">
        <img
          src={`/api/polls/${poll.slug}/qr.svg`}
          alt={t`QR code of the link`}
          width={160}
          height={160}
        />
        <p className="link">
          <code ref={text} dir="ltr">
            {link}
          </code>
        </p>
        <p className="buttons">
          <button type="button" onClick={copy} aria-live="polite">
            {copied === null ? t`Copy link` : copied ? t`Copied` : t`Selected: copy it`}
          </button>
          {"share" in navigator && (
            <button type="button" onClick={share}>
              {t`Share …`}
            </button>
          )}
        </p>
      </div>
    </div>
  );
}
