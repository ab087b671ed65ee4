import { t } from "@lingui/core/macro";
import { useId } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { addressOf, MAX_SEARCH, searchTerm } from "./listAddress";

/** Searches the list by the address `/?search=…`, so that Back, reload and shared links keep the search. */
export function SearchForm({ search }: { search: string }) {
  const field = useId();
  const [, navigate] = useLocation();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget as HTMLFormElement).get("search");
    navigate(addressOf({ page: 1, search: searchTerm(`${typed}`) }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: phones older than 2023 do not know <search>
    <form role="search" className="find" onSubmit={submit}>
      <label htmlFor={field} className="visually-hidden">
        {t`Search the polls`}
      </label>
      <input
        id={field}
        type="search"
        name="search"
        defaultValue={search}
        maxLength={MAX_SEARCH}
        dir="auto"
        enterkeyhint="search"
        autoComplete="off"
      />
      <button type="submit">{t`Search`}</button>
      {search && <Link href="/" className="all">{t`Show all polls`}</Link>}
    </form>
  );
}
