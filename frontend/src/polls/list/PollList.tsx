import { plural, t } from "@lingui/core/macro";
import { Link, useSearch } from "wouter-preact";
import { isolate } from "../../shared/bidi";
import { figure } from "../../shared/locale";
import { Failure } from "../layout/Failure";
import { Heading } from "../layout/Heading";
import { Skeleton } from "../layout/Skeleton";
import { useTitle } from "../layout/useTitle";
import { broughtList, listPolls, type PollListPage, urlOfList } from "../net/api";
import { useLoad } from "../net/useLoad";
import { addressOf, type Place, placeOf } from "./listAddress";
import { PollRow, timeLeft } from "./PollRow";
import { SearchForm } from "./SearchForm";
import { useNow } from "./useNow";

/** Characters of a search that its heading repeats. */
const MOST = 40;

export function PollList() {
  useSearch(); // renders again with each address; its value is decoded, in which %2541 becomes an A
  const place = placeOf(location.search);
  return <ListPage key={addressOf(place)} {...place} />;
}

function ListPage({ page, search }: Place) {
  const [load, retry] = useLoad(listPolls, urlOfList(page, search), broughtList);
  if (load.type === "loaded") return <List {...load.data} search={search} />;
  if (load.type === "failed") return <Failure error={load.error} onRetry={retry} />;
  return <Skeleton rows={5} busy={load.type === "busy"} />;
}

function List({ items, total, page, pages, search }: PollListPage & { search: string }) {
  const { now, start } = useNow(items.map(({ closes_at }) => Date.parse(closes_at ?? "")));
  const title = search
    ? found(total, isolate(shortened(search)))
    : total
      ? t`Choose a poll`
      : t`No polls yet`;
  const [number, last] = [figure(page), figure(pages)];
  useTitle(pages > 1 ? t`${title}, page ${number} of ${last}` : title);
  return (
    <div className="sheet torn">
      <div className="body">
        <Heading>{title}</Heading>
        {total === 0 && !search && <p>{t`Polls appear here as soon as they are published.`}</p>}
        {total === 0 && search && <p>{t`Try another word, or a part of one.`}</p>}
        {total > 0 && items.length === 0 && <p>{t`There are no polls on this page.`}</p>}
        {(pages > 1 || search) && <SearchForm search={search} />}
      </div>
      <ul className="rows">
        {items.map((poll) => (
          <PollRow key={poll.slug} poll={poll} left={timeLeft(poll, now, start)} />
        ))}
      </ul>
      {pages > 1 && <Pages page={page} pages={pages} search={search} />}
    </div>
  );
}

/** The text that was searched for, for the heading. The search field has all of it. */
function shortened(search: string): string {
  const characters = [...search];
  return characters.length > MOST ? `${characters.slice(0, MOST).join("")}…` : search;
}

function found(total: number, term: string): string {
  if (total === 0) return t`No poll matches “${term}”`;
  return plural(total, { one: `# poll matches “${term}”`, other: `# polls match “${term}”` });
}

function Pages({ page, pages, search }: { page: number; pages: number; search: string }) {
  const previous = Math.min(page - 1, pages);
  const [number, last] = [figure(page), figure(pages)];
  const to = (page: number) => addressOf({ page, search });
  return (
    <nav aria-label={t`Pages`} className="foot pages">
      {previous > 0 && <Link href={to(previous)}>{t`Previous`}</Link>}
      <span>{t`Page ${number} of ${last}`}</span>
      {page < pages && <Link href={to(page + 1)}>{t`Next`}</Link>}
    </nav>
  );
}
