import { useState, useTransition } from "react";
import { adviceOf, leave } from "./pass";

/** For people who share a device. `onLeft` is called once the server has confirmed that the code is forgotten. */
export function LeaveButton({ onLeft }: { onLeft: () => void }) {
  const [failure, setFailure] = useState("");
  const [asking, startAsking] = useTransition();
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
          This browser forgets your code, and this tab your ticks and your receipt. Save the receipt
          before.
        </p>
      )}
    </>
  );
}
