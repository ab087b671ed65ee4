import CheckIcon from "@mui/icons-material/Check";
import { Box, ListItem, ListItemButton, Skeleton } from "@mui/material";
import { useTranslate } from "react-admin";
import { figure } from "../../shared/locale";

interface Counted {
  count: number;
  more: boolean;
}

interface FilterValueProps {
  label: string;
  chosen: boolean;
  counted: Counted | undefined;
  onClick: () => void;
}

/** A value that a list can be filtered by, with the number of its rows. A second click takes the filter away. */
export const FilterValue = ({ label, chosen, counted, onClick }: FilterValueProps) => (
  <ListItem disablePadding disableGutters>
    <ListItemButton
      component="button"
      dense
      selected={chosen}
      aria-pressed={chosen}
      onClick={onClick}
      sx={row}
    >
      <CheckIcon fontSize="inherit" sx={{ visibility: chosen ? "visible" : "hidden" }} />
      <Box component="span" dir="auto" sx={{ flex: 1, minWidth: 0 }}>
        {label}
      </Box>
      <Box component="span" sx={number}>
        {counted ? <Count {...counted} /> : <Skeleton width="2ch" />}
      </Box>
    </ListItemButton>
  </ListItem>
);

const Count = ({ count, more }: Counted) => {
  const translate = useTranslate();
  return more ? translate("polls.lists.many", { count: figure(count) }) : figure(count);
};

const row = {
  gap: 1,
  px: 1,
  py: 0.5,
  minHeight: "2rem",
  borderRadius: "var(--radius)",
  fontSize: "0.875rem",
  lineHeight: 1.35,
  textAlign: "start",
};

const number = {
  flex: "none",
  color: "var(--ink-soft)",
  fontSize: "0.8125rem",
  fontVariantNumeric: "tabular-nums",
};
