import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Question } from "../question";
import { turnoutKey, type WatchedTurnout } from "./turnout";
import { questionKey, showChanges } from "./useQuestionCall";

/** A stream that was refused, or is silent, is opened again after this time, in ms. */
const AGAIN_MS = 60_000;

interface PollEvent extends Pick<Question, "ballots" | "status">, WatchedTurnout {
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
      let isFirst = true;
      source.addEventListener("poll", ({ data }) => {
        setLive(true);
        openLater();
        receive(client, id, JSON.parse(data), isFirst);
        isFirst = false;
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

/**
 * Events have the numbers only. A later event without other numbers says that a text was edited. The poll is fetched
 * then, and for another status or choice.
 */
function receive(client: QueryClient, id: number, event: PollEvent, isFirst: boolean) {
  const { turnout, quorum } = event;
  client.setQueryData<WatchedTurnout>(turnoutKey(id), { turnout, quorum });
  const queryKey = questionKey(id);
  const shown = client.getQueryData<Question>(queryKey);
  if (!shown) return;
  const isEdited = shown.status !== event.status || idsOf(shown) !== idsOf(event);
  const isCounted = shown.ballots !== event.ballots || votesOf(shown) !== votesOf(event);
  if (isEdited || (!isCounted && !isFirst)) return client.invalidateQueries({ queryKey });
  if (!isCounted) return;
  const votes = new Map(event.choices.map((choice) => [choice.id, choice.votes]));
  const choices = shown.choices.map((choice) => ({
    ...choice,
    votes: votes.get(choice.id) ?? null,
  }));
  showChanges(client, id, { ballots: event.ballots, choices });
}

const idsOf = ({ choices }: Pick<PollEvent, "choices">) => choices.map(({ id }) => id).join();
const votesOf = ({ choices }: Pick<PollEvent, "choices">) =>
  choices.map(({ votes }) => votes).join();
