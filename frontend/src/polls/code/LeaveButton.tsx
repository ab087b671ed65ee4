import { useState } from "preact/hooks";
import { usePending } from "../net/usePending";
import { adviceOf, leave } from "./pass";

/** For people who share a device. `onLeft` is called once the server has confirmed that the code is forgotten. */
export function LeaveButton({ onLeft }: { onLeft: () => void }) {
  const [failure, setFailure] = useState("");
  const [asking, startAsking] = usePending();
  const ask = () => {
    if (asking) return;
    setFailure("");
    startAsking(async () => {
      try {
        await leave();
        onLeft();
      } catch (error) {
        setFailure(`${adviceOf(error)} Your code is still open in this browser.`);
      }
    });
  };
  return (
    <>
      <button type="button" onClick={ask} aria-disabled={asking}>
        {asking ? "Leaving …" : "Done, next person"}
      </button>
      {failure ? (
        <p role="alert">{failure}</p>
      ) : (
        <p className="fine">
          For the next voter. This browser forgets your code, and your receipt disappears from the
          screen.
        </p>
      )}
    </>
  );
}
