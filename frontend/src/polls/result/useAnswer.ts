import { type ReactNode, useState, useTransition } from "react";
import { ApiError } from "../net/request";

type Answer = {
  answer: ReactNode;
  setAnswer: (answer: ReactNode) => void;
  asking: boolean;
  ask: (question: () => Promise<ReactNode>) => void;
};

/** What something that was asked for gave, or why it gave nothing. One question at a time. */
export function useAnswer(): Answer {
  const [answer, setAnswer] = useState<ReactNode>(null);
  const [asking, startAsking] = useTransition();
  const ask = (question: () => Promise<ReactNode>) => {
    if (!asking) startAsking(async () => setAnswer(await question().catch(whyNot)));
  };
  return { answer, setAnswer, asking, ask };
}

function whyNot(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.message;
}
