import CircleIcon from "@mui/icons-material/Circle";
import ScheduleIcon from "@mui/icons-material/Schedule";
import SquareIcon from "@mui/icons-material/Square";
import { Chip } from "@mui/material";
import { useRecordContext } from "react-admin";
import { nameOf, type Question } from "./question";

// Statuses differ in text and shape, not in colour.
const ICONS = { scheduled: <ScheduleIcon />, open: <CircleIcon />, closed: <SquareIcon /> };

export const Status = () => {
  const question = useRecordContext<Question>();
  if (!question) return null;
  const { status } = question;
  return (
    <Chip variant="outlined" size="small" icon={ICONS[status]} label={nameOf("status", status)} />
  );
};
