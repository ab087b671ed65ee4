import CloseIcon from "@mui/icons-material/Close";
import {
  Alert,
  Box,
  Button,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  Dialog as MuiDialog,
  type DialogProps as MuiDialogProps,
  type Theme,
  useMediaQuery,
} from "@mui/material";
import { type ReactNode, type SyntheticEvent, useId } from "react";
import { useTranslate } from "react-admin";

interface DialogProps extends Pick<MuiDialogProps, "maxWidth"> {
  title: ReactNode;
  open?: boolean;
  /** Fills the screen of a phone. */
  isLarge?: boolean;
  /** Only its button closes the dialog: Escape and a press beside it do not. */
  stays?: boolean;
  /** While the action runs, the dialog can't be closed. */
  isBusy?: boolean;
  error?: ReactNode;
  /** The button that runs the action of the dialog. */
  action?: ReactNode;
  /** The label of the button that closes the dialog, if it has one. Otherwise, an icon in the corner closes it. */
  leave?: string;
  onClose: () => void;
  children: ReactNode;
}

/** The frame of the dashboard's dialogs: a title, the error of the action, and the buttons that run it or close. */
export const Dialog = ({
  title,
  open = true,
  isLarge = false,
  stays = false,
  maxWidth = isLarge ? "md" : "sm",
  isBusy = false,
  error,
  action,
  leave = action ? "ra.action.cancel" : undefined,
  onClose,
  children,
}: DialogProps) => {
  const translate = useTranslate();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const id = useId();
  return (
    <MuiDialog
      open={open}
      fullWidth
      maxWidth={maxWidth}
      fullScreen={isLarge && isPhone}
      onClose={isBusy || stays ? undefined : onClose}
      aria-labelledby={id}
      slotProps={{ paper: { "aria-busy": isBusy } }}
      onClick={stop}
      onSubmit={stop}
    >
      <DialogTitle id={id} sx={{ pr: leave ? undefined : 7 }}>
        {title}
      </DialogTitle>
      {!leave && !isBusy && (
        <IconButton aria-label={translate("ra.action.close")} onClick={onClose} sx={corner}>
          <CloseIcon />
        </IconButton>
      )}
      <DialogContent>
        <Box sx={{ display: "grid", gap: 2, minWidth: 0 }}>{children}</Box>
      </DialogContent>
      {error && (
        <Alert severity="error" variant="outlined" sx={{ mx: 3, mb: leave ? 0 : 3 }}>
          {error}
        </Alert>
      )}
      {leave && (
        <DialogActions sx={{ p: 2 }}>
          <Button color="inherit" disabled={isBusy} onClick={onClose}>
            {translate(leave)}
          </Button>
          {action}
        </DialogActions>
      )}
    </MuiDialog>
  );
};

/** React passes events on to the form or the row that the dialog was opened from. */
const stop = (event: SyntheticEvent) => event.stopPropagation();

const corner = { position: "absolute", insetInlineEnd: 8, top: 10 };
