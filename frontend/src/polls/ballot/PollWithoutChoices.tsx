import { isolate } from "../../shared/bidi";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import { useTitle } from "../layout/useTitle";
import type { Poll } from "../net/api";

/** Takes the place of the ballot while an open poll has no choices. */
export function PollWithoutChoices({ poll }: { poll: Poll }) {
  useTitle(isolate(poll.question_text));
  return (
    <div className="sheet torn body">
      <Heading>{poll.question_text}</Heading>
      <Status poll={poll} />
      <p>This poll has no choices yet, so nobody can vote. Reload the page later.</p>
    </div>
  );
}
