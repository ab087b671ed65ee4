import { t } from "@lingui/core/macro";
import { Link, useSearch } from "wouter-preact";
import { figure } from "../../shared/locale";
import { Failure } from "../layout/Failure";
import { Heading } from "../layout/Heading";
import { Skeleton } from "../layout/Skeleton";
import { Status } from "../layout/Status";
import { useTitle } from "../layout/useTitle";
import { broughtList, listPolls, type PollListPage } from "../net/api";
import { useLoad } from "../net/useLoad";

export function PollList() {
  const page = new URLSearchParams(useSearch()).get("page") ?? "";
  const number = Math.max(1, Number.parseInt(page, 10) || 1);
  return <ListPage key={number} number={number} />;
}

function ListPage({ number }: { number: number }) {
  const [load, retry] = useLoad(listPolls, number, broughtList);
  if (load.type === "loaded") return <List {...load.data} />;
  if (load.type === "failed") return <Failure error={load.error} onRetry={retry} />;
  return <Skeleton rows={5} busy={load.type === "busy"} />;
}

function List({ items, total, page, pages }: PollListPage) {
  const title = total === 0 ? t`No polls yet` : t`Choose a poll`;
  const [number, last] = [figure(page), figure(pages)];
  useTitle(pages > 1 ? t`${title}, page ${number} of ${last}` : title);
  return (
    <div className="sheet torn">
      <div className="body">
        <Heading>{title}</Heading>
        {total === 0 && <p>{t`Polls appear here as soon as they are published.`}</p>}
        {total > 0 && items.length === 0 && <p>{t`There are no polls on this page.`}</p>}
      </div>
      <ul className="rows">
        {items.map((poll) => (
          <li key={poll.slug} className={poll.is_open ? "row poll" : "row poll closed"}>
            <Link href={`/polls/${poll.slug}`} dir="auto">
              {poll.question_text}
            </Link>
            <Status poll={poll} />
          </li>
        ))}
      </ul>
      {pages > 1 && <Pages page={page} pages={pages} />}
    </div>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const newer = Math.min(page - 1, pages);
  const [number, last] = [figure(page), figure(pages)];
  return (
    <nav aria-label={t`Pages`} className="foot">
      {newer > 0 && <Link href={newer === 1 ? "/" : `/?page=${newer}`}>{t`Newer polls`}</Link>}
      <span>{t`Page ${number} of ${last}`}</span>
      {page < pages && <Link href={`/?page=${page + 1}`}>{t`Older polls`}</Link>}
    </nav>
  );
}
