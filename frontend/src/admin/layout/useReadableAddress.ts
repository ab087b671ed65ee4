import { useEffect } from "react";
import { useNotify } from "react-admin";
import { useLocation, useNavigate } from "react-router-dom";

/** The parts of a list's address that are JSON objects. */
const OBJECTS = ["filter", "displayedFilters"];

/** Takes out of the address what react-admin can't read of it, and would ignore without a word. */
export const useReadableAddress = () => {
  const { search } = useLocation();
  const navigate = useNavigate();
  const notify = useNotify();

  useEffect(() => {
    const address = new URLSearchParams(search);
    const unreadable = OBJECTS.filter((name) => address.getAll(name).some(isUnreadable));
    if (unreadable.length === 0) return;
    for (const name of unreadable) address.delete(name);
    // With an empty address, react-admin would take what it remembers.
    if (!address.has("page")) address.set("page", "1");
    navigate({ search: `${address}` }, { replace: true });
    notify("The filter in this address can't be read, so the list is shown without it.", {
      type: "warning",
    });
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
