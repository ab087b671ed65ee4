import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useId } from "preact/hooks";
import { Link } from "wouter-preact";
import { zonedTime } from "../../shared/locale";
import { Heading } from "../layout/Heading";
import { Status } from "../layout/Status";
import { useTitle } from "../layout/useTitle";
import { LeaveButton } from "./LeaveButton";
import type { EnteredCode, PollOfRoll } from "./pass";

const GROUPS: [title: MessageDescriptor, holds: (poll: PollOfRoll) => boolean][] = [
  [msg`To vote on`, ({ status, voted }) => status === "open" && !voted],
  [msg`Voted`, ({ status, voted }) => status === "open" && voted],
  [msg`Not open yet`, ({ status }) => status === "scheduled"],
  [msg`Closed`, ({ status }) => status === "closed"],
];

/** The polls that a code opens. */
export function OpenedPolls({ opened, onLeft }: { opened: EnteredCode; onLeft: () => void }) {
  const { roll, polls } = opened;
  useTitle(roll.name);
  return (
    <div className="sheet torn">
      <div className="body">
        <Heading>{roll.name}</Heading>
        <p>{summary(polls)}</p>
      </div>
      {GROUPS.map(([title, holds]) => (
        <Group key={title.id} title={i18n._(title)} polls={polls.filter(holds)} />
      ))}
      <div className="foot">
        <LeaveButton onLeft={onLeft} />
      </div>
    </div>
  );
}

function summary(polls: PollOfRoll[]): string {
  if (polls.length === 0) return t`There are no polls for your code yet. It opens them later, too.`;
  const open = polls.filter(({ is_open }) => is_open);
  if (open.some(({ voted }) => !voted)) return t`Your code is accepted. Choose a poll.`;
  if (open.length > 0) return t`You have voted on all polls that are open.`;
  return t`No poll is open now.`;
}

function Group({ title, polls }: { title: string; polls: PollOfRoll[] }) {
  const id = useId();
  if (polls.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="strip">
        {title}
      </h2>
      <ul className="rows">
        {polls.map((poll) => (
          <Row key={poll.slug} poll={poll} />
        ))}
      </ul>
    </section>
  );
}

function Row({ poll }: { poll: PollOfRoll }) {
  const { slug, question_text, pub_date, status, voted } = poll;
  if (status === "scheduled") {
    const opening = zonedTime(pub_date);
    return (
      <li className="row poll closed">
        <span dir="auto">{question_text}</span>
        <p className="status">
          <Trans>
            Opens <time dateTime={pub_date}>{opening}</time>
          </Trans>
        </p>
      </li>
    );
  }
  return (
    <li className={status === "open" && !voted ? "row poll" : "row poll closed"}>
      <Link href={`/polls/${slug}`} dir="auto">
        {question_text}
      </Link>
      <Status poll={poll} />
    </li>
  );
}
