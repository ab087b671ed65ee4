import { type FormEvent, Fragment, type ReactNode, useId, useState } from "react";
import { lookUpBallot, type Poll } from "../net/api";
import { findReceipt } from "./findReceipt";
import { useAnswer } from "./useAnswer";

/** Asks the server what was counted under a receipt. */
export function LookUpForm({ poll }: { poll: Poll }) {
  const find = async (receipt: string) => {
    const choices = await lookUpBallot(poll.slug, receipt);
    return choices ? countedFor(poll, choices) : NOT_FOUND;
  };
  return (
    <div className="sheet body">
      <ReceiptForm find={find} />
    </div>
  );
}

export const NOT_FOUND = "No vote with this receipt. Is it complete, and of this poll?";

export function namesOf(poll: Poll, choices: number[]): ReactNode {
  const chosen = poll.choices.filter(({ id }) => choices.includes(id));
  return chosen.map(({ id, choice_text }, index) => (
    <Fragment key={id}>
      {index > 0 && ", "}
      <bdi>{choice_text}</bdi>
    </Fragment>
  ));
}

export const countedFor = (poll: Poll, choices: number[]) => (
  <>
    Counted for: <strong>{namesOf(poll, choices)}</strong>
  </>
);

/** A field for a receipt, and below it what `find` gives for it, or why it gives nothing. */
export function ReceiptForm({ find }: { find: (receipt: string) => Promise<ReactNode> }) {
  const field = useId();
  const [text, setText] = useState("");
  const { answer, setAnswer, asking, ask } = useAnswer();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const receipt = findReceipt(text);
    if (receipt) ask(() => find(receipt));
    else setAnswer("A receipt looks like 3f2a9c04-71de-4b86-9a05-c8e1d2f60b47.");
  };
  const type = (text: string) => {
    setText(text);
    setAnswer(null);
  };
  return (
    <form className="search" onSubmit={submit}>
      <label htmlFor={field}>Receipt</label>
      <input
        id={field}
        value={text}
        onChange={({ target }) => type(target.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <button type="submit" aria-disabled={asking}>
        {asking ? "Looking …" : "Look up"}
      </button>
      <div role="status">{answer}</div>
    </form>
  );
}
