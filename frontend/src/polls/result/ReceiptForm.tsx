import { t } from "@lingui/core/macro";
import { useId, useState } from "preact/hooks";
import { isolate } from "../../shared/bidi";
import { lookUpBallot, type Poll } from "../net/api";
import { CountedChoices } from "./CountedChoices";
import { findReceipt } from "./findReceipt";
import { type Shown, useSingleRequest } from "./useSingleRequest";

/** A receipt form that asks the server for the choices counted under the receipt. */
export function LookUpForm({ poll }: { poll: Poll }) {
  const find = async (receipt: string) => {
    const choices = await lookUpBallot(poll.slug, receipt);
    return choices && (() => <CountedChoices poll={poll} choices={choices} />);
  };
  return (
    <div className="sheet body">
      <ReceiptForm find={find} />
    </div>
  );
}

const EXAMPLE = "3f2a9c04-71de-4b86-9a05-c8e1d2f60b47";

const notFound = () =>
  t`No vote found under this receipt. Check that it is complete and belongs to this poll.`;

function looksLike() {
  const example = isolate(EXAMPLE);
  return t`A receipt looks like ${example}.`;
}

/** A field for a receipt. Below it appears the answer of `find`, or that there is none. */
export function ReceiptForm({ find }: { find: (receipt: string) => Promise<Shown | null> }) {
  const field = useId();
  const [text, setText] = useState("");
  const { answer, setAnswer, asking, ask } = useSingleRequest();

  const submit = (event: Event) => {
    event.preventDefault();
    const receipt = findReceipt(text);
    if (receipt) ask(async () => (await find(receipt)) ?? notFound);
    else setAnswer(looksLike);
  };
  const type = (text: string) => {
    setText(text);
    setAnswer(null);
  };
  return (
    <form className="search" onSubmit={submit}>
      <label htmlFor={field}>{t`Receipt`}</label>
      <input
        id={field}
        value={text}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
      />
      <button type="submit" aria-disabled={asking}>
        {asking ? t`Looking …` : t`Look up`}
      </button>
      <div role="status">{answer}</div>
    </form>
  );
}
