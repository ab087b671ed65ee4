import { Button, CardContent, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { ListNoResults, useListContext, useTranslate } from "react-admin";
import { NothingMatches } from "../lists/NothingMatches";
import { useResetRefusedParameters } from "./useResetRefusedParameters";

/** Stands in for the rows of a list that is empty or could not be loaded. */
export const ListEmptyOrError = ({ empty = <ListNoResults /> }: { empty?: ReactNode }) => {
  const { error, filterValues = {}, refetch } = useListContext();
  const translate = useTranslate();
  useResetRefusedParameters();
  if (!error && Object.keys(filterValues).length > 0) return <NothingMatches />;
  if (!error) return empty;
  return (
    <CardContent role="alert" sx={{ display: "grid", justifyItems: "start", gap: 2 }}>
      <Typography>{error.message}</Typography>
      <Button variant="outlined" onClick={() => refetch()}>
        {translate("polls.layout.try_again")}
      </Button>
    </CardContent>
  );
};
