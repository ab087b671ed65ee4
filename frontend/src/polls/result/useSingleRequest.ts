import { type ReactNode, useState, useTransition } from "react";
import { ApiError } from "../net/request";

type Answer = {
  /** The last answer, or the message of its error. */
  answer: ReactNode;
  setAnswer: (answer: ReactNode) => void;
  asking: boolean;
  ask: (request: () => Promise<ReactNode>) => void;
};

/** Runs one request at a time and keeps its answer for the page. */
export function useSingleRequest(): Answer {
  const [answer, setAnswer] = useState<ReactNode>(null);
  const [asking, startAsking] = useTransition();
  const ask = (request: () => Promise<ReactNode>) => {
    if (!asking) startAsking(async () => setAnswer(await request().catch(messageOf)));
  };
  return { answer, setAnswer, asking, ask };
}

function messageOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.message;
}
