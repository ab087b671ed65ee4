import CloseIcon from "@mui/icons-material/Close";
import {
  Box,
  Dialog,
  DialogContent,
  DialogTitle,
  IconButton,
  type Theme,
  useMediaQuery,
} from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslate } from "react-admin";

type PanelProps = { title: string; onClose?: () => void; children: ReactNode };

/** A dialog with a title that fills the screen of a phone. Without `onClose`, it can't be closed for now. */
export const Panel = ({ title, onClose, children }: PanelProps) => {
  const translate = useTranslate();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const id = useId();
  return (
    <Dialog
      open
      fullWidth
      maxWidth="md"
      fullScreen={isPhone}
      onClose={onClose}
      aria-labelledby={id}
    >
      <DialogTitle id={id} variant="h1" sx={{ pr: 7, overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      {onClose && (
        <IconButton aria-label={translate("ra.action.close")} onClick={onClose} sx={corner}>
          <CloseIcon />
        </IconButton>
      )}
      <DialogContent>
        <Box sx={{ display: "grid", gap: 2, minWidth: 0 }}>{children}</Box>
      </DialogContent>
    </Dialog>
  );
};

const corner = { position: "absolute", insetInlineEnd: 8, top: 10 };
