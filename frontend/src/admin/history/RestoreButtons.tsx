import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useCanAccess, useTranslate } from "react-admin";
import { type Change, hasStates } from "./change";
import { RecreateDialog, RestoreDialog } from "./RestoreDialog";

const SIDES = ["before", "after"] as const;

/** Buttons that restore the states before and after a change of a record that exists. */
export const RestoreButtons = ({ change }: { change: Change }) => {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: change.resource, action: "edit" });
  const [asked, setAsked] = useState<(typeof SIDES)[number]>();
  const states = SIDES.filter((side) => change[side]);
  if (!canAccess || !hasStates(change)) return null;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      {states.map((side) => (
        <Button key={side} size="small" variant="outlined" onClick={() => setAsked(side)}>
          {translate(`resources.changes.restore_${side}`)}
        </Button>
      ))}
      {asked && <RestoreDialog change={change} side={asked} close={() => setAsked(undefined)} />}
    </Box>
  );
};

/** A button that creates a deleted record again. */
export const RecreateButton = ({ change }: { change: Change }) => {
  const translate = useTranslate();
  const { canAccess } = useCanAccess({ resource: change.resource, action: "create" });
  const [asked, setAsked] = useState(false);
  return (
    canAccess && (
      <>
        <Button size="small" variant="outlined" onClick={() => setAsked(true)}>
          {translate("resources.changes.restore")}
        </Button>
        {asked && <RecreateDialog change={change} close={() => setAsked(false)} />}
      </>
    )
  );
};
