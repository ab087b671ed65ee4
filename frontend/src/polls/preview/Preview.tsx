import { t } from "@lingui/core/macro";
import { useLayoutEffect } from "preact/hooks";
import { isolate } from "../../shared/bidi";
import { UnusedPoll } from "../ballot/UnusedPoll";
import { Failure } from "../layout/Failure";
import { Notice } from "../layout/Notice";
import { Skeleton } from "../layout/Skeleton";
import { useTitle } from "../layout/useTitle";
import type { Poll } from "../net/api";
import { errorText } from "../net/errorText";
import { ApiError, request } from "../net/request";
import { useLoad } from "../net/useLoad";

const getPreview = (id: string) =>
  request<Poll>(`/api/admin/questions/${encodeURIComponent(id)}/preview`);

/** The page of a poll as voters will see it, for staff. The dashboard shows it in a frame. */
export function Preview({ id }: { id: string }) {
  const [load, retry] = useLoad(getPreview, id);
  if (load.type === "loaded") return <Page poll={load.data} />;
  if (load.type !== "failed") return <Skeleton rows={4} ballot busy={load.type === "busy"} />;
  const { error } = load;
  if (!(error instanceof ApiError && error.status >= 400 && error.status < 500)) {
    return <Failure error={error} onRetry={retry} />;
  }
  return (
    <Notice title={t`No preview`}>
      <p>{errorText(error)}</p>
    </Notice>
  );
}

function Page({ poll }: { poll: Poll }) {
  const question = isolate(poll.question_text);
  useTitle(t`Preview: ${question}`);
  useLayoutEffect(() => {
    // The dashboard may have another theme than the system.
    const theme = new URLSearchParams(location.search).get("theme");
    document.documentElement.dataset.scheme = theme ?? "";
    document.body.inert = true;
    return () => {
      document.body.inert = false;
    };
  }, []);
  return (
    <>
      <p className="aside">
        <strong>{t`Preview`}</strong>
      </p>
      <UnusedPoll poll={poll} />
    </>
  );
}
