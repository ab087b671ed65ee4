import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import { Button, type ButtonProps, Menu, MenuItem } from "@mui/material";
import { useId, useState } from "react";
import { useTranslate } from "react-admin";
import { useActionName } from "./actionTexts";

interface ActionsMenuProps {
  actions: string[];
  /** False for an action that would change nothing. */
  isApplicable?: (action: string) => boolean;
  onToggle?: (isOpen: boolean) => void;
  onChoose: (action: string) => void;
  variant?: ButtonProps["variant"];
  disabled?: boolean;
}

/** A button with a menu of actions. */
export const ActionsMenu = ({
  actions,
  isApplicable,
  onToggle,
  onChoose,
  variant,
  disabled,
}: ActionsMenuProps) => {
  const id = useId();
  const translate = useTranslate();
  const nameOf = useActionName();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const toggle = (button: HTMLElement | null) => {
    setAnchor(button);
    onToggle?.(button !== null);
  };
  if (actions.length === 0) return null;
  return (
    <>
      <Button
        variant={variant}
        disabled={disabled}
        size="small"
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="menu"
        aria-controls={anchor ? id : undefined}
        aria-expanded={Boolean(anchor)}
        onClick={(event) => toggle(event.currentTarget)}
      >
        {translate("polls.bulk.actions")}
      </Button>
      <Menu id={id} anchorEl={anchor} open={Boolean(anchor)} onClose={() => toggle(null)}>
        {actions.map((action) => (
          <MenuItem
            key={action}
            disabled={isApplicable && !isApplicable(action)}
            onClick={() => {
              toggle(null);
              onChoose(action);
            }}
          >
            {nameOf(action)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
