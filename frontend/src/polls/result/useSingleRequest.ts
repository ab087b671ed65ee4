import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { errorText } from "../net/errorText";
import { apiError } from "../net/request";
import { usePending } from "../net/usePending";

/** Renders an answer, again when the language changes. */
export type Shown = () => ComponentChildren;

type Answer = {
  /** The last answer, or the message of its error. */
  answer: ComponentChildren;
  setAnswer: (show: Shown | null) => void;
  asking: boolean;
  ask: (request: () => Promise<Shown>) => void;
};

/** Runs one request at a time and keeps its answer for the page. */
export function useSingleRequest(): Answer {
  const [shown, setShown] = useState<Shown | null>(null);
  const [asking, startAsking] = usePending();
  // A function that is passed to `setShown` itself would be called with the last state.
  const setAnswer = (show: Shown | null) => setShown(() => show);
  const ask = (request: () => Promise<Shown>) => {
    if (!asking) startAsking(async () => setAnswer(await request().catch(messageOf)));
  };
  return { answer: shown?.(), setAnswer, asking, ask };
}

function messageOf(error: unknown): Shown {
  const refusal = apiError(error);
  return () => errorText(refusal);
}
