import { useId, useState } from "preact/hooks";
import { usePending } from "../net/usePending";
import { adviceOf, type EnteredCode, enterCode } from "./pass";

type Props = {
  /** A code that was refused before the form appeared, and why. */
  refused?: { code: string; advice: string } | undefined;
  onEntered: (entered: EnteredCode) => unknown;
};

/** A field for a code. The server reads it in any case, with any spaces and dashes. */
export function CodeForm({ refused, onEntered }: Props) {
  const field = useId();
  const [code, setCode] = useState(refused?.code ?? "");
  const [advice, setAdvice] = useState(refused?.advice ?? "");
  const [asking, startAsking] = usePending();

  const submit = (event: Event) => {
    event.preventDefault();
    if (asking) return;
    if (!code.trim()) return setAdvice("Enter your code first.");
    startAsking(async () => {
      try {
        await onEntered(await enterCode(code));
      } catch (error) {
        setAdvice(adviceOf(error));
      }
    });
  };
  const type = (text: string) => {
    setCode(text);
    setAdvice("");
  };
  return (
    <form className="search" onSubmit={submit}>
      <label htmlFor={field}>Code</label>
      <input
        id={field}
        value={code}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        enterKeyHint="go"
        aria-invalid={advice !== ""}
        aria-describedby={`${field}advice`}
      />
      <button type="submit" aria-disabled={asking}>
        {asking ? "Checking …" : "Continue"}
      </button>
      <div role="status" id={`${field}advice`}>
        {advice}
      </div>
    </form>
  );
}
