import { Button, CardContent, Typography } from "@mui/material";
import { ListNoResults, useListContext, useTranslate } from "react-admin";
import { EmptyList } from "../lists/EmptyList";
import { isSameFilter } from "../lists/filterValues";
import { NothingMatches } from "../lists/NothingMatches";
import { useDefaultFilter } from "../lists/useDefaultFilter";
import { useResetRefusedParameters } from "./useResetRefusedParameters";

/** Stands in for the rows of a list that is empty or could not be loaded. */
export const ListEmptyOrError = () => {
  const { error, filterValues = {}, refetch } = useListContext();
  const byDefault = useDefaultFilter();
  const translate = useTranslate();
  useResetRefusedParameters();
  const isDefault = isSameFilter(filterValues, byDefault);
  if (!error && !isDefault) return <NothingMatches />;
  if (!error) return Object.keys(byDefault).length > 0 ? <EmptyList /> : <ListNoResults />;
  return (
    <CardContent role="alert" sx={{ display: "grid", justifyItems: "start", gap: 2 }}>
      <Typography>{error.message}</Typography>
      <Button variant="outlined" onClick={() => refetch()}>
        {translate("polls.layout.try_again")}
      </Button>
    </CardContent>
  );
};
