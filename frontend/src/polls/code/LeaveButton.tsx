import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import { errorText } from "../net/errorText";
import { type ApiError, apiError } from "../net/request";
import { usePending } from "../net/usePending";
import { leave } from "./pass";

/** For people who share a device. `onLeft` is called once the server has confirmed that the code is forgotten. */
export function LeaveButton({ onLeft }: { onLeft: () => void }) {
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [asking, startAsking] = usePending();
  const ask = () => {
    if (asking) return;
    setFailure(null);
    startAsking(async () => {
      try {
        await leave();
        onLeft();
      } catch (error) {
        setFailure(apiError(error));
      }
    });
  };
  return (
    <>
      <button type="button" onClick={ask} aria-disabled={asking}>
        {asking ? t`Leaving …` : t`Done, next person`}
      </button>
      {failure ? (
        <p role="alert">
          {errorText(failure)} {t`Your code is still open in this browser.`}
        </p>
      ) : (
        <p className="fine">
          {t`For the next voter. This browser forgets your code, and your receipt disappears from the screen.`}
        </p>
      )}
    </>
  );
}
