import { getMe } from "./api";
import { useLoad } from "./useLoad";

/** Where a browser may hold many ballots (a classroom passes one device round), the server says "not voted". */
export function VoteAgain({ slug, onAgain }: { slug: string; onAgain: () => void }) {
  const [me] = useLoad(getMe, slug);
  if (me.status !== "ready" || me.data.voted) return null;
  return (
    <div className="foot">
      <button type="button" onClick={onAgain}>
        Next ballot
      </button>
      <p className="fine">For the next voter: your receipt leaves the screen.</p>
    </div>
  );
}
