import { useEffect } from "react";
import { useListContext } from "react-admin";
import { useLocation, useNavigate } from "react-router-dom";
import { type ListParameter, refusedParameters } from "../dataProvider";
import { useDefaultFilter } from "../lists/useDefaultFilter";

/** The parts of react-admin's list URLs that hold each parameter. */
const URL_PARAMETERS: Record<ListParameter, string[]> = {
  sort: ["sort", "order"],
  filter: ["filter", "displayedFilters"],
  range: ["page", "perPage"],
};

/**
 * Resets the list parameters that the API refuses. react-admin stores the parameters of a list, so without a reset the
 * list would fail at each visit. A list with parameters in its URL is reset through the URL, other lists through
 * their setters; react-admin then stores the new values.
 */
export const useResetRefusedParameters = () => {
  const { error, setSort, setFilters, setPerPage } = useListContext();
  const byDefault = useDefaultFilter();
  const { search } = useLocation();
  const navigate = useNavigate();

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each refusal
  useEffect(() => {
    const refused = refusedParameters(error);
    if (refused.length === 0) return;
    if (search) {
      const parameters = new URLSearchParams(search);
      for (const name of refused.flatMap((parameter) => URL_PARAMETERS[parameter]))
        parameters.delete(name);
      // With an empty query string, react-admin would use its stored parameters.
      parameters.set("page", "1");
      if (refused.includes("filter")) parameters.set("filter", JSON.stringify(byDefault));
      navigate({ search: `${parameters}` }, { replace: true });
      return;
    }
    // Empty values select the list's defaults.
    if (refused.includes("sort")) setSort({ field: "", order: "ASC" });
    if (refused.includes("filter")) setFilters(byDefault, {});
    if (refused.includes("range")) setPerPage(undefined as unknown as number);
  }, [error]);
};
