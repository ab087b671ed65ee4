import MoreIcon from "@mui/icons-material/ArrowDropDown";
import { Button, ButtonGroup, Menu, MenuItem } from "@mui/material";
import { type RefObject, useEffect, useId, useRef, useState } from "react";
import {
  SaveButton,
  useCanAccess,
  useFormIsDirty,
  useRecordContext,
  useRecordFromLocation,
  useResourceDefinition,
  useTranslate,
} from "react-admin";
import { useFormState } from "react-hook-form";
import { type Next, useSaveAnd } from "./useSaveAnd";

/**
 * The button that submits the form, with a menu of other ways to go on after the save. Ctrl+S or ⌘S presses it.
 * `label` names what a save does, if it does more than that.
 */
export const SaveButtons = ({ label = "ra.action.save" }: { label?: string }) => {
  const button = useRef<HTMLButtonElement>(null);
  usePressOnSave(button);
  return (
    <ButtonGroup variant="contained" disableElevation>
      <SaveButton ref={button} icon={null} label={label} aria-keyshortcuts={SHORTCUTS.join(" ")} />
      <OtherSaves label={label} />
    </ButtonGroup>
  );
};

const SHORTCUTS = ["Control+S", "Meta+S"];

const OtherSaves = ({ label }: { label: string }) => {
  const translate = useTranslate();
  const saveAnd = useSaveAnd();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const id = useId();
  const isDirty = useFormIsDirty();
  const filledIn = useRecordFromLocation() != null;
  const { isSubmitting, isValidating } = useFormState();
  const items = useOtherSaves();
  if (items.length === 0) return null;

  const choose = (next: Next) => {
    setAnchor(null);
    saveAnd(next)();
  };
  return (
    <>
      <Button
        size="small"
        aria-label={translate("polls.editing.more")}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
        aria-controls={anchor ? id : undefined}
        disabled={(!isDirty && !filledIn) || isSubmitting || isValidating}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ px: 0 }}
      >
        <MoreIcon />
      </Button>
      <Menu id={id} anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        {items.map((next) => (
          <MenuItem key={next} onClick={() => choose(next)}>
            {translate(`polls.editing.${next}`, { save: translate(label) })}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** Only what the resource has a screen for, and the user may do. */
function useOtherSaves(): Next[] {
  const { hasEdit, hasCreate } = useResourceDefinition();
  const isNew = !useRecordContext()?.id;
  // Not asked on the screen for a new record, which the user has reached. react-admin would hide it during the answer.
  const { canAccess } = useCanAccess({ action: "create", enabled: !isNew });
  const items: Next[] = [];
  if (hasEdit) items.push("continue");
  if (hasCreate && (isNew || canAccess)) items.push("another");
  return items;
}

function usePressOnSave(button: RefObject<HTMLButtonElement | null>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      if (key.toLowerCase() !== "s" || altKey || shiftKey || ctrlKey === metaKey) return;
      event.preventDefault();
      // A dialog covers the form.
      if (!document.querySelector("[role=dialog]")) button.current?.click();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [button]);
}
