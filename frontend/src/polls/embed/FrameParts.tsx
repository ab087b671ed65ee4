import { t } from "@lingui/core/macro";
import { SITE_NAME } from "../layout/useTitle";
import type { Poll } from "../net/api";
import { linkOf } from "../share/linkOf";
import { useReportedHeight } from "./useReportedHeight";

/** Takes the place of the "Vote" button where a frame takes no vote, and leads to the poll's own page. */
export function FramedVote({ poll }: { poll: Poll }) {
  return (
    <div className="foot">
      {poll.voter_check !== "roll" && <p role="alert">{reason()}</p>}
      <a className="button primary" href={linkOf(poll.slug)} target="_blank" rel="noopener">
        {t`Open the poll`}
      </a>
    </div>
  );
}

const reason = () =>
  isSecureContext
    ? t`This poll needs a cookie to take one vote from each voter, and your browser blocks it inside other pages. Open the poll in its own tab to vote.`
    : t`A poll inside another page takes votes over https only. Open the poll in its own tab to vote.`;

/** The line below a poll in a frame: the name of the installation, and the way to the poll's own page. */
export function FrameFoot({ slug }: { slug: string }) {
  useReportedHeight();
  return (
    <p className="fine">
      <strong dir="auto">{SITE_NAME}</strong>
      {" · "}
      <a href={linkOf(slug)} target="_blank" rel="noopener">
        {t`Open in its own tab`}
      </a>
    </p>
  );
}
