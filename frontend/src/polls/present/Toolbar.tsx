import { t } from "@lingui/core/macro";
import { useState } from "preact/hooks";
import type { Poll } from "../net/api";
import { Confirm, labelOf } from "./Confirm";
import { closes, type Step, stepsOf, useIsStaff } from "./staff";
import { useFullScreen } from "./useFullScreen";
import { useKeys } from "./useKeys";

const KEYS: Record<Step, string> = { reveal: "R", close: "C" };

/** The presenter's buttons, with the key of each. `look` loads the poll again. */
export function Toolbar({ poll, look }: { poll: Poll; look: () => Promise<unknown> }) {
  const [isFull, toggleFull] = useFullScreen();
  const isStaff = useIsStaff();
  const left = stepsOf(poll);
  const steps = isStaff ? left : [];
  const [asked, ask] = useState<Step | null>(null);
  // The poll may take the step without this page, for example by its time of closing.
  if (asked && !left.includes(asked)) ask(null);
  const [hasKeys, setKeys] = useState(true);

  const actions = {
    ...Object.fromEntries(steps.map((step) => [KEYS[step], () => ask(step)])),
    F: toggleFull,
  };
  useKeys(hasKeys && !asked ? actions : {});

  return (
    <div className="toolbar">
      {steps.map((step) => (
        <KeyButton key={step} letter={hasKeys && KEYS[step]} onClick={() => ask(step)}>
          {labelOf(step, closes(step, poll))}
        </KeyButton>
      ))}
      {toggleFull && (
        <KeyButton letter={hasKeys && "F"} onClick={toggleFull}>
          {isFull ? t`Leave full screen` : t`Full screen`}
        </KeyButton>
      )}
      {(toggleFull || steps.length > 0) && (
        <label>
          <input
            type="checkbox"
            checked={hasKeys}
            onChange={({ currentTarget }) => setKeys(currentTarget.checked)}
          />
          {t`Keys`}
        </label>
      )}
      {asked && <Confirm step={asked} poll={poll} onTaken={look} onClose={() => ask(null)} />}
    </div>
  );
}

type ButtonProps = { letter: string | false; onClick: () => void; children: string };

const KeyButton = ({ letter, onClick, children }: ButtonProps) => (
  <button type="button" onClick={onClick}>
    {children} {letter && <kbd>{letter}</kbd>}
  </button>
);
