import { focusPage } from "../layout/Heading";

/** Where a browser may cast many ballots: a classroom passes one device round. */
export function NextBallot({ onNext }: { onNext: () => void }) {
  const next = () => {
    focusPage();
    onNext();
  };
  return (
    <div className="foot">
      <button type="button" onClick={next}>
        Next ballot
      </button>
      <p className="fine">For the next voter: your receipt leaves the screen.</p>
    </div>
  );
}
