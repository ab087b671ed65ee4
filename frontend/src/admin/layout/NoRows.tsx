import { Button, CardContent, Typography } from "@mui/material";
import { useEffect } from "react";
import { ListNoResults, useListContext } from "react-admin";
import { useLocation, useNavigate } from "react-router-dom";
import { type Parameter, refusedFor } from "../dataProvider";

/** In place of the rows of a list that has none, or could not be read. */
export const NoRows = () => {
  const { error, refetch } = useListContext();
  useFallback();
  if (!error) return <ListNoResults />;
  return (
    <CardContent role="alert" sx={{ display: "grid", justifyItems: "start", gap: 2 }}>
      <Typography>{error.message}</Typography>
      <Button variant="outlined" onClick={() => refetch()}>
        Try again
      </Button>
    </CardContent>
  );
};

/** What react-admin calls the parts of a list's parameters in its address. */
const NAMES: Record<Parameter, string[]> = {
  sort: ["sort", "order"],
  filter: ["filter", "displayedFilters"],
  range: ["page", "perPage"],
};

/**
 * Takes back the parameters that the API refuses. react-admin remembers them, so that the list would stay blank at
 * each visit: it stores what it then reads from the address, or from the list without one.
 */
const useFallback = () => {
  const { error, setSort, setFilters, setPerPage } = useListContext();
  const { search } = useLocation();
  const navigate = useNavigate();

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    const refused = refusedFor(error);
    if (refused.length === 0) return;
    if (search) {
      const address = new URLSearchParams(search);
      for (const name of refused.flatMap((parameter) => NAMES[parameter])) address.delete(name);
      // With an empty address, react-admin would take what it remembers.
      address.set("page", "1");
      navigate({ search: `${address}` }, { replace: true });
      return;
    }
    // An empty value stands for the list's own.
    if (refused.includes("sort")) setSort({ field: "", order: "ASC" });
    if (refused.includes("filter")) setFilters({}, {});
    if (refused.includes("range")) setPerPage(undefined as unknown as number);
  }, [error]);
};
