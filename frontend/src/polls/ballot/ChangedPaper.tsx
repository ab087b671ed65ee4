import type { ReactNode } from "react";
import type { Choice } from "../net/api";
import { type BallotPaper, instruction } from "./BallotPaper";
import { Slip } from "./Slip";

/** The paper `before`, how many choices were `ticked` on it, and how many of these ticks are `left`. */
export type PaperChange = { before: BallotPaper; ticked: number; left: number };

/**
 * Above a ballot whose paper was changed while it lay open. It is loaded when it is needed, so the ballot itself
 * says that nothing was counted. `sent`: the voter has sent a vote on the paper before.
 */
export function ChangedPaper(props: { change: PaperChange; now: BallotPaper; sent: boolean }) {
  const { change, now, sent } = props;
  return (
    <Slip title={sent ? "Your vote was not counted" : "This poll was changed"}>
      <p>The poll was changed while this page was open. Read it again, then vote.</p>
      <Changes before={change.before} now={now} />
      {change.ticked > 0 && <p>{ticksLeft(change)}</p>}
    </Slip>
  );
}

const ticksLeft = ({ left }: PaperChange) =>
  left ? "Choices that did not change are still ticked." : "Nothing is ticked any more.";

/** What is different on the paper `now`, in words. */
function Changes({ before, now }: { before: BallotPaper; now: BallotPaper }) {
  const lines = [...question(before, now), ...choices(before.choices, now.choices)];
  lines.push(...rules(before, now, lines.length === 0));
  return (
    <ul className="changes">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <li key={index}>{line}</li>
      ))}
    </ul>
  );
}

/** A text that someone typed, apart from the direction of the words around it. */
const Typed = ({ children }: { children: string }) => (
  <>
    “<bdi>{children}</bdi>”
  </>
);

const say = (text: string, words: string) => (
  <>
    <Typed>{text}</Typed> {words}
  </>
);

function question(before: BallotPaper, now: BallotPaper): ReactNode[] {
  if (before.question_text === now.question_text) return [];
  return [
    <>
      The question was <Typed>{before.question_text}</Typed>. It is now{" "}
      <Typed>{now.question_text}</Typed>.
    </>,
  ];
}

/** Told by the texts, which voters know, and not by the ids, which they do not see. */
function choices(before: Choice[], now: Choice[]): ReactNode[] {
  const wasThere = new Set(before.map(({ choice_text }) => choice_text));
  const isThere = new Set(now.map(({ choice_text }) => choice_text));
  const old = new Map(before.map(({ id, choice_text }) => [id, choice_text]));
  const reworded = new Set<string>();
  const lines = now.map(({ id, choice_text }) => {
    const text = old.get(id);
    if (text === choice_text) return null;
    if (wasThere.has(choice_text)) return say(choice_text, "was moved or entered again.");
    if (text === undefined || isThere.has(text)) return say(choice_text, "was added.");
    reworded.add(text);
    return (
      <>
        {say(text, "is now")} <Typed>{choice_text}</Typed>.
      </>
    );
  });
  const removed = [...wasThere].filter((text) => !isThere.has(text) && !reworded.has(text));
  return [...lines, ...removed.map((text) => say(text, "was removed."))].filter(Boolean);
}

/** `alone`: nothing else is different, so something has to be said. */
function rules(before: BallotPaper, now: BallotPaper, alone: boolean): ReactNode[] {
  const [was, is] = [instruction(before), instruction(now)];
  if (was !== is) return [`The rule was “${was}” It is now “${is}”`];
  return alone ? ["The texts are the same, but the rules of the poll are not."] : [];
}
