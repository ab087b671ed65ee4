import { t } from "@lingui/core/macro";
import { useEffect, useState } from "preact/hooks";
import { Failure } from "../layout/Failure";
import { focusPage, Heading } from "../layout/Heading";
import { Skeleton } from "../layout/Skeleton";
import { useTitle } from "../layout/useTitle";
import { ownVoter } from "../net/ownVoter";
import { type ApiError, apiError } from "../net/request";
import { isTemporary } from "../net/retry";
import { useLoad } from "../net/useLoad";
import { CodeForm } from "./CodeForm";
import { enterAgain } from "./enterAgain";
import { OpenedPolls } from "./OpenedPolls";
import { type EnteredCode, enterCode, getEntered } from "./pass";

/** The polls of a code, or a form that asks for one, after the code in the address was refused or the voter left. */
type Shown = {
  opened: EnteredCode | null;
  refused?: { code: string; error: ApiError };
  left?: boolean;
};

/** The page `/vote`. A link to it may have a code after the `#`, where no server, proxy or log sees it. */
export function VotePage() {
  const [entry, setEntry] = useState(() => ({ code: takeCode(), turn: 0 }));
  useEffect(() => {
    const read = () => {
      const code = takeCode();
      if (!code) return;
      focusPage();
      setEntry(({ turn }) => ({ code, turn: turn + 1 }));
    };
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return <Entry key={entry.turn} code={entry.code} />;
}

/** The code in the address, which is removed from there. */
function takeCode(): string {
  const { hash, pathname, search } = location;
  if (!hash) return "";
  history.replaceState(history.state, "", pathname + search);
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

async function open(code: string): Promise<Shown> {
  if (!code) return { opened: await getEntered(), left: history.state?.left };
  try {
    return { opened: await enterCode(code) };
  } catch (error) {
    if (isTemporary(error)) throw error;
    return { opened: null, refused: { code, error: apiError(error) } };
  }
}

function Entry({ code }: { code: string }) {
  const [load, retry] = useLoad(open, code);
  const [next, setNext] = useState<Shown | null>(null);
  const show = (shown: Shown) => {
    focusPage();
    setNext(shown);
  };
  const shown = next ?? (load.type === "loaded" ? load.data : null);
  if (load.type === "failed") return <Failure error={load.error} onRetry={retry} />;
  if (!shown) return <Skeleton rows={5} busy={load.type === "busy"} />;
  const { opened } = shown;
  if (!opened) return <AskForCode {...shown} onEntered={(opened) => show({ opened })} />;
  return <OpenedPolls opened={opened} onLeft={() => show({ opened: null, left: true })} />;
}

type Props = Shown & { onEntered: (entered: EnteredCode) => void };

function AskForCode({ refused, left = false, onEntered }: Props) {
  useTitle(t`Enter your code`);
  return (
    <div className="sheet torn body">
      <Heading>{t`Enter your code`}</Heading>
      <p>
        {left
          ? t`The code of the person before you is forgotten.`
          : (!refused && ownVoter() && enterAgain()) ||
            t`It is in your invitation: 12 letters and digits.`}
      </p>
      <CodeForm refused={refused} onEntered={onEntered} />
    </div>
  );
}
