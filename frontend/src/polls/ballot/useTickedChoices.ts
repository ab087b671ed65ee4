import { useState } from "preact/hooks";
import { type BallotPaper, stillTicked } from "./BallotPaper";
import type { PaperChange } from "./ChangedPaper";
import type { OpenedPoll } from "./OpenedPoll";

/** Keeps the choices that the voter ticked. `change` tells what an edit of the poll did to them. */
export function useTickedChoices({ poll, unanswered }: OpenedPoll) {
  const [chosen, setChosen] = useState(unanswered?.choices ?? []);
  const [read, setRead] = useState<BallotPaper>(unanswered?.paper ?? poll);
  const [change, setChange] = useState<PaperChange | null>(null);

  if (read.paper !== poll.paper) {
    const left = stillTicked(chosen, read, poll);
    setRead(poll);
    setChosen(left);
    setChange({ before: change?.before ?? read, ticked: chosen.length, left: left.length });
  }

  const toggle = (id: number) => {
    if (poll.voting === "single") setChosen([id]);
    else setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  };
  return { chosen, toggle, change, forgetChange: () => setChange(null) };
}
