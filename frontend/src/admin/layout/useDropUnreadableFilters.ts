import { useEffect } from "react";
import { useNotify } from "react-admin";
import { useLocation, useNavigate } from "react-router-dom";

/** The parameters of a list URL whose values are JSON objects. */
const JSON_PARAMETERS = ["filter", "displayedFilters"];

/** Removes filters that are not JSON objects from the URL and says so. react-admin would ignore them silently. */
export const useDropUnreadableFilters = () => {
  const { search } = useLocation();
  const navigate = useNavigate();
  const notify = useNotify();

  useEffect(() => {
    const parameters = new URLSearchParams(search);
    const unreadable = JSON_PARAMETERS.filter((name) => parameters.getAll(name).some(isUnreadable));
    if (unreadable.length === 0) return;
    for (const name of unreadable) parameters.delete(name);
    // With an empty query string, react-admin would use its stored parameters.
    if (!parameters.has("page")) parameters.set("page", "1");
    navigate({ search: `${parameters}` }, { replace: true });
    notify("polls.layout.unreadable_filter", { type: "warning" });
  }, [search, navigate, notify]);
};

const isUnreadable = (text: string) => {
  try {
    const value = JSON.parse(text);
    return !(value instanceof Object) || Array.isArray(value);
  } catch {
    return true;
  }
};
