import { ApiError } from "../net/request";
import { focusPage } from "./Heading";
import { Notice } from "./Notice";

export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const retry = () => {
    focusPage();
    onRetry();
  };
  return (
    <Notice title="This page did not load">
      <p role="alert">
        {error instanceof ApiError ? error.message : "Something went wrong on this page."}
      </p>
      <button type="button" className="primary" onClick={retry}>
        Try again
      </button>
    </Notice>
  );
}
