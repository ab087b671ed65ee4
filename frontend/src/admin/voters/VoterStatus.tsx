import BlockIcon from "@mui/icons-material/Block";
import CheckIcon from "@mui/icons-material/Check";
import WarningIcon from "@mui/icons-material/ErrorOutlineOutlined";
import NewIcon from "@mui/icons-material/RadioButtonUnchecked";
import ScheduleIcon from "@mui/icons-material/Schedule";
import { Chip } from "@mui/material";
import { useRecordContext } from "react-admin";
import { statusName, type Voter } from "./voter";

// Statuses differ in text and shape. The colour of `refused` only adds to them.
const ICONS = {
  new: <NewIcon />,
  queued: <ScheduleIcon />,
  sent: <CheckIcon />,
  refused: <WarningIcon />,
  revoked: <BlockIcon />,
};

export const VoterStatus = () => {
  const voter = useRecordContext<Voter>();
  if (!voter) return null;
  const { status } = voter;
  return (
    <Chip
      variant="outlined"
      size="small"
      color={status === "refused" ? "error" : "default"}
      icon={ICONS[status]}
      label={statusName(status)}
    />
  );
};
