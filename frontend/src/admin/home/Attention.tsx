import { Box, ButtonBase, Skeleton } from "@mui/material";
import { Link, useCreatePath, useGetList, useTranslate } from "react-admin";
import { figure } from "../../shared/locale";
import { attention, filteredList } from "./attention";
import { REFRESH } from "./refresh";

/** How many polls need attention, and why. Each number leads to the list of these polls. */
export const Attention = ({ labelledBy }: { labelledBy: string }) => (
  <Box component="nav" aria-labelledby={labelledBy} sx={cards}>
    {Object.entries(attention(new Date())).map(([reason, filter]) => (
      <Card key={reason} label={`polls.home.${reason}`} filter={filter} />
    ))}
  </Box>
);

const Card = ({ label, filter }: { label: string; filter: object }) => {
  const translate = useTranslate();
  const list = useCreatePath()({ resource: "questions", type: "list" });
  const { total, isPending } = useGetList(
    "questions",
    { filter, pagination: { page: 1, perPage: 1 }, sort: { field: "id", order: "ASC" } },
    REFRESH,
  );
  return (
    <ButtonBase component={Link} to={filteredList(list, filter)} sx={card} data-empty={total === 0}>
      <Box component="span" sx={number}>
        {isPending ? <Skeleton width="1ch" /> : total === undefined ? "–" : figure(total)}
      </Box>
      {translate(label)}
    </ButtonBase>
  );
};

const cards = {
  display: "grid",
  gridTemplateColumns: { xs: "1fr 1fr", lg: "repeat(4, 1fr)" },
  gap: 2,
};

const card = {
  flexDirection: "column",
  alignItems: "flex-start",
  justifyContent: "flex-start",
  p: 2,
  border: "1px solid var(--rule)",
  borderRadius: "var(--radius)",
  bgcolor: "var(--sheet)",
  color: "var(--ink)",
  fontSize: "0.9375rem",
  lineHeight: 1.4,
  "&:hover": { borderColor: "var(--ink-soft)" },
  "&[data-empty=true]": { color: "var(--ink-soft)" },
};

const number = {
  minHeight: "2.5rem",
  fontSize: "1.75rem",
  fontWeight: 700,
  lineHeight: "2.5rem",
  fontVariantNumeric: "tabular-nums",
};
