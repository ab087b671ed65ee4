import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Question } from "../question";
import { questionKey } from "./useQuestionCall";

/** A stream that was refused, or is silent, is opened again after this time, in ms. */
const AGAIN_MS = 60_000;

interface PollEvent extends Pick<Question, "ballots" | "status"> {
  choices: { id: number; votes: number | null }[];
}

/**
 * Follows the votes of a poll by server-sent events, and updates the poll on all screens. Returns false while no
 * events arrive, so that the screen can ask instead. A hidden tab does not follow.
 */
export function usePollStream(id: number): boolean {
  const client = useQueryClient();
  const [live, setLive] = useState(false);

  useEffect(() => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout>;
    const close = () => {
      source?.close();
      clearTimeout(again);
    };
    const openLater = () => {
      clearTimeout(again);
      again = setTimeout(open, AGAIN_MS);
    };
    const open = () => {
      close();
      source = new EventSource(`/api/admin/questions/${id}/stream`);
      openLater();
      source.addEventListener("poll", ({ data }) => {
        setLive(true);
        openLater();
        receive(client, id, JSON.parse(data));
      });
      // The browser connects again by itself, unless the server has refused the stream.
      source.addEventListener("error", () => setLive(false));
    };
    const follow = () => {
      if (!document.hidden) return open();
      close();
      setLive(false);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      close();
      document.removeEventListener("visibilitychange", follow);
    };
  }, [client, id]);

  return live;
}

/** The event has the numbers only. Where the rest of the poll must have changed too, it is fetched. */
function receive(client: QueryClient, id: number, event: PollEvent) {
  const shown = client.getQueriesData<Question>({ queryKey: questionKey(id) });
  const isSamePoll = shown.every(
    ([, question]) =>
      !question ||
      (question.status === event.status &&
        question.choices.map((choice) => choice.id).join() ===
          event.choices.map((choice) => choice.id).join()),
  );
  if (!isSamePoll) return client.invalidateQueries({ queryKey: questionKey(id) });
  const votes = new Map(event.choices.map((choice) => [choice.id, choice.votes]));
  client.setQueriesData<Question>(
    { queryKey: questionKey(id) },
    (question) =>
      question && {
        ...question,
        ballots: event.ballots,
        choices: question.choices.map((choice) => ({
          ...choice,
          votes: votes.get(choice.id) ?? null,
        })),
      },
  );
}
