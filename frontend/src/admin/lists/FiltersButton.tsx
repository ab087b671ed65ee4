import CloseIcon from "@mui/icons-material/Close";
import TuneIcon from "@mui/icons-material/Tune";
import { Badge, Box, Button, Drawer, IconButton } from "@mui/material";
import { useState } from "react";
import { useListContext, useTranslate } from "react-admin";
import { useHasFilters, useIsWide } from "./FilterSidebar";
import { Filters } from "./Filters";
import { countFields } from "./filterValues";
import { useDefaultFilter } from "./useDefaultFilter";

/** Opens the filters where there is no space beside the list, and tells how many are active. */
export const FiltersButton = () => {
  const { filterValues } = useListContext();
  const translate = useTranslate();
  const hasFilters = useHasFilters();
  const byDefault = useDefaultFilter();
  const isWide = useIsWide();
  const [open, setOpen] = useState(false);
  if (!hasFilters || isWide) return null;
  const active = countFields(filterValues, byDefault);
  const title = translate("polls.lists.filters");
  const close = () => setOpen(false);
  return (
    <>
      <Button
        size="small"
        aria-haspopup="dialog"
        aria-label={active ? translate("polls.lists.active", { smart_count: active }) : title}
        onClick={() => setOpen(true)}
        startIcon={
          <Badge badgeContent={active} color="primary">
            <TuneIcon />
          </Badge>
        }
      >
        {title}
      </Button>
      <Drawer
        anchor="right"
        open={open}
        onClose={close}
        slotProps={{
          paper: { role: "dialog", "aria-modal": true, "aria-label": title, sx: paper },
        }}
      >
        <Box sx={{ display: "flex", justifyContent: "flex-end" }}>
          <IconButton aria-label={translate("polls.lists.close")} onClick={close}>
            <CloseIcon />
          </IconButton>
        </Box>
        <Filters />
      </Drawer>
    </>
  );
};

const paper = { width: "min(20rem, 100vw)", px: 1, pb: 4 };
