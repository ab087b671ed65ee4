import { t } from "@lingui/core/macro";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusPage } from "../layout/Heading";
import type { Poll } from "../net/api";
import { errorText } from "../net/errorText";
import { type ApiError, apiError } from "../net/request";
import { usePending } from "../net/usePending";
import { closes, findQuestion, type Question, type Step, take } from "./staff";

type Props = {
  step: Step;
  poll: Poll;
  /** Resolves when the page shows the poll as it is after the step. */
  onTaken: () => Promise<unknown>;
  onClose: () => void;
};

/** Asks before a step is taken, and says why it was not. */
export function Confirm({ step, poll, onTaken, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = useRef<Promise<Question>>();
  const [error, setError] = useState<ApiError | null>(null);
  const [pending, start] = usePending();
  const heading = useId();
  const isFinal = closes(step, poll);

  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Read now: a later change by someone else makes the save a stale one.
    question.current = findQuestion(poll.slug);
    question.current.catch(() => {});
    return () => {
      if (!opened?.open) return;
      // The step is taken, here or by the poll itself. The focus would be lost with the dialog.
      opened.close();
      focusPage();
    };
  }, [poll.slug]);

  const confirm = () =>
    start(async () => {
      setError(null);
      try {
        await take(step, poll, await (question.current ?? findQuestion(poll.slug)));
        await onTaken();
        onClose();
      } catch (caught) {
        const refusal = apiError(caught);
        setError(refusal);
        question.current = isStale(refusal)
          ? Promise.resolve(refusal.current as Question)
          : undefined;
      }
    });

  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      // A step that is being taken can't be cancelled.
      onCancel={(event) => pending && event.preventDefault()}
      onClose={onClose}
    >
      <div className="body">
        <h2 id={heading}>{titleOf(step, isFinal)}</h2>
        <p>{consequence(step, poll)}</p>
        {error && (
          <p role="alert">
            {refusalText(error)}{" "}
            {error.status === 401 && (
              <a href="/admin" target="_blank" rel="noreferrer">{t`Sign in`}</a>
            )}
          </p>
        )}
        <p className="buttons">
          <button
            type="button"
            className="primary"
            autofocus={!isFinal}
            aria-disabled={pending}
            onClick={() => !pending && confirm()}
          >
            {labelOf(step, isFinal)}
          </button>
          <button
            type="button"
            autofocus={isFinal}
            aria-disabled={pending}
            onClick={() => !pending && dialog.current?.close()}
          >
            {t`Cancel`}
          </button>
        </p>
      </div>
    </dialog>
  );
}

const isStale = ({ status, current }: ApiError) => status === 412 && current !== undefined;

export function labelOf(step: Step, isFinal: boolean): string {
  if (step === "close") return t`Close the poll`;
  return isFinal ? t`Close and show the result` : t`Show the result`;
}

function titleOf(step: Step, isFinal: boolean): string {
  if (step === "close") return t`Close the poll now?`;
  return isFinal ? t`Close the poll and show the result now?` : t`Show the result now?`;
}

function consequence(step: Step, poll: Poll): string {
  if (step === "close") {
    const isShown = poll.results || poll.results_visibility !== "staff";
    return isShown
      ? t`Nobody can vote after that. Everyone sees the final result.`
      : t`Nobody can vote after that. The result stays with the people who run this poll.`;
  }
  if (closes(step, poll)) {
    return t`The result of a poll with codes is secret until the close. Nobody can vote after that, and the poll cannot be opened again.`;
  }
  return poll.is_open
    ? t`Everyone sees the result from now on, also those who have not voted yet.`
    : t`Everyone sees the result from now on.`;
}

function refusalText(error: ApiError): string {
  if (isStale(error)) {
    return t`Someone else has just changed this poll, so nothing was saved. Confirm again to change it all the same.`;
  }
  if (error.status === 401) {
    return t`You are signed out, so nothing was saved. Sign in, then confirm again here.`;
  }
  return errorText(error);
}
