import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ApiError } from "../net/request";
import { usePending } from "../net/usePending";

type Answer = {
  /** The last answer, or the message of its error. */
  answer: ComponentChildren;
  setAnswer: (answer: ComponentChildren) => void;
  asking: boolean;
  ask: (request: () => Promise<ComponentChildren>) => void;
};

/** Runs one request at a time and keeps its answer for the page. */
export function useSingleRequest(): Answer {
  const [answer, setAnswer] = useState<ComponentChildren>(null);
  const [asking, startAsking] = usePending();
  const ask = (request: () => Promise<ComponentChildren>) => {
    if (!asking) startAsking(async () => setAnswer(await request().catch(messageOf)));
  };
  return { answer, setAnswer, asking, ask };
}

function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.message;
}
