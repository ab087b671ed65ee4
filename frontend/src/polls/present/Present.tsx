import { t } from "@lingui/core/macro";
import { Failure } from "../layout/Failure";
import { NotFound } from "../layout/NotFound";
import { Skeleton } from "../layout/Skeleton";
import { isBusy } from "../net/retry";
import { Stage } from "./Stage";
import { Toolbar } from "./Toolbar";
import { usePresentedPoll } from "./usePresentedPoll";

/** A poll on a projector, with what the presenter can do below. */
export function Present({ slug }: { slug: string }) {
  const { poll, error, lost, look } = usePresentedPoll(slug);
  if (poll) {
    return (
      <>
        <Stage poll={poll} lost={lost} />
        <Toolbar poll={poll} look={look} />
      </>
    );
  }
  if (error?.status === 404) {
    return <NotFound>{t`The link may be mistyped, or the poll is not published.`}</NotFound>;
  }
  if (error && !isBusy(error)) return <Failure error={error} onRetry={look} />;
  return <Skeleton rows={4} ballot busy={error !== null} />;
}
