import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ComponentChildren } from "preact";
import type { Choice } from "../net/api";
import { type BallotPaper, instruction } from "./BallotPaper";
import { NoticeSlip } from "./NoticeSlip";

/** The ballot paper `before`, the number of choices `ticked` on it, and the number of those ticks that are `left`. */
export type PaperChange = { before: BallotPaper; ticked: number; left: number };

/**
 * Tells a voter what changed on the ballot paper below while the page was open. `sent`: the voter sent a vote on the
 * old paper, which was not counted. This code is loaded on demand and may fail to load, so the ballot says by itself
 * that nothing was counted.
 */
export function ChangedPaper(props: { change: PaperChange; now: BallotPaper; sent: boolean }) {
  const { change, now, sent } = props;
  return (
    <NoticeSlip title={sent ? t`Your vote was not counted` : t`This poll was changed`}>
      <p>{t`The poll was changed while this page was open. Read it again, then vote.`}</p>
      <Changes before={change.before} now={now} />
      {change.ticked > 0 && <p>{ticksLeft(change)}</p>}
    </NoticeSlip>
  );
}

const ticksLeft = ({ left }: PaperChange) =>
  left ? t`Choices that did not change are still ticked.` : t`Nothing is ticked any more.`;

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

function question(before: BallotPaper, now: BallotPaper): ComponentChildren[] {
  if (before.question_text === now.question_text) return [];
  return [otherQuestion(before.question_text, now.question_text)];
}

/** Compares the choices by their texts, because voters do not see the ids. */
function choices(before: Choice[], now: Choice[]): ComponentChildren[] {
  const wasThere = new Set(before.map(({ choice_text }) => choice_text));
  const isThere = new Set(now.map(({ choice_text }) => choice_text));
  const old = new Map(before.map(({ id, choice_text }) => [id, choice_text]));
  const reworded = new Set<string>();
  const lines = now.map(({ id, choice_text }) => {
    const text = old.get(id);
    if (text === choice_text) return null;
    if (wasThere.has(choice_text)) return moved(choice_text);
    if (text === undefined || isThere.has(text)) return added(choice_text);
    reworded.add(text);
    return renamed(text, choice_text);
  });
  const removed = [...wasThere].filter((text) => !isThere.has(text) && !reworded.has(text));
  return [...lines, ...removed.map(gone)].filter(Boolean);
}

const otherQuestion = (was: string, is: string) => (
  <Trans>
    The question was “<bdi>{was}</bdi>”. It is now “<bdi>{is}</bdi>”.
  </Trans>
);

const renamed = (was: string, is: string) => (
  <Trans>
    “<bdi>{was}</bdi>” is now “<bdi>{is}</bdi>”.
  </Trans>
);

const moved = (text: string) => (
  <Trans>
    “<bdi>{text}</bdi>” was moved or entered again.
  </Trans>
);

const added = (text: string) => (
  <Trans>
    “<bdi>{text}</bdi>” was added.
  </Trans>
);

const gone = (text: string) => (
  <Trans>
    “<bdi>{text}</bdi>” was removed.
  </Trans>
);

/** `alone`: nothing else changed, so the list would be empty without a line from here. */
function rules(before: BallotPaper, now: BallotPaper, alone: boolean): ComponentChildren[] {
  const [was, is] = [instruction(before), instruction(now)];
  if (was !== is) return [t`The rule was “${was}” It is now “${is}”`];
  return alone ? [t`The texts are the same, but the rules of the poll have changed.`] : [];
}
