import { t } from "@lingui/core/macro";
import { errorText } from "../net/errorText";
import { ApiError } from "../net/request";
import { useBackOnline } from "../net/useOffline";
import { focusPage } from "./Heading";
import { Notice } from "./Notice";

export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const retry = () => {
    focusPage();
    onRetry();
  };
  useBackOnline(onRetry);
  return (
    <Notice title={t`This page did not load`}>
      <p role="alert">
        {error instanceof ApiError ? errorText(error) : t`Something went wrong on this page.`}
      </p>
      <button type="button" className="primary" onClick={retry}>
        {t`Try again`}
      </button>
    </Notice>
  );
}
