import {
  Button,
  DialogActions,
  DialogContent,
  DialogTitle,
  Dialog as MuiDialog,
  type DialogProps as MuiDialogProps,
} from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";

interface DialogProps extends Pick<MuiDialogProps, "open" | "fullScreen" | "maxWidth"> {
  title: string;
  onClose: () => void;
  /** The button that does what the dialog is about. */
  action?: ReactNode;
  /** The label of the button that leaves the dialog. */
  leave?: string;
  children: ReactNode;
}

/** A dialog with a title, and a button to leave it. */
export const Dialog = ({
  title,
  action,
  leave = "ra.action.cancel",
  children,
  onClose,
  ...dialog
}: DialogProps) => {
  const translate = useTranslate();
  const id = useId();
  return (
    <MuiDialog
      {...dialog}
      fullWidth
      onClose={onClose}
      aria-labelledby={id}
      // React passes the event on to a form around the dialog.
      onSubmit={(event) => event.stopPropagation()}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions sx={{ p: 2 }}>
        <Button color="inherit" onClick={onClose}>
          {translate(leave)}
        </Button>
        {action}
      </DialogActions>
    </MuiDialog>
  );
};
