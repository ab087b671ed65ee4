import { getMe } from "./api";
import { focusPage } from "./Heading";
import { useLoad } from "./useLoad";

/** Where a browser may hold many ballots (a classroom passes one device round), the server says "not voted". */
export function NextBallot({ slug, onNext }: { slug: string; onNext: () => void }) {
  const [me] = useLoad(getMe, slug);
  if (me.status !== "ready" || me.data.voted) return null;
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
