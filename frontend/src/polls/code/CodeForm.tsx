import { t } from "@lingui/core/macro";
import { useId, useState } from "preact/hooks";
import { type ApiError, apiError } from "../net/request";
import { usePending } from "../net/usePending";
import { adviceOn } from "./adviceOn";
import { type EnteredCode, enterCode } from "./pass";

type Props = {
  /** A code that was refused before the form appeared, and why. */
  refused?: { code: string; error: ApiError } | undefined;
  onEntered: (entered: EnteredCode) => unknown;
};

/** A field for a code. The server reads it in any case, with any spaces and dashes. */
export function CodeForm({ refused, onEntered }: Props) {
  const field = useId();
  const [code, setCode] = useState(refused?.code ?? "");
  const [fault, setFault] = useState<ApiError | "empty" | null>(refused?.error ?? null);
  const [asking, startAsking] = usePending();

  const submit = (event: Event) => {
    event.preventDefault();
    if (asking) return;
    if (!code.trim()) return setFault("empty");
    startAsking(async () => {
      try {
        await onEntered(await enterCode(code));
      } catch (error) {
        setFault(apiError(error));
      }
    });
  };
  const type = (text: string) => {
    setCode(text);
    setFault(null);
  };
  return (
    <form className="search" onSubmit={submit}>
      <label htmlFor={field}>{t`Code`}</label>
      <input
        id={field}
        value={code}
        onInput={({ currentTarget }) => type(currentTarget.value)}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        enterKeyHint="go"
        aria-invalid={fault !== null}
        aria-describedby={`${field}advice`}
      />
      <button type="submit" aria-disabled={asking}>
        {asking ? t`Checking …` : t`Continue`}
      </button>
      <div role="status" id={`${field}advice`}>
        {fault === "empty" ? t`Enter your code first.` : fault && adviceOn(fault)}
      </div>
    </form>
  );
}
