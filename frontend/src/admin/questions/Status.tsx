import CircleIcon from "@mui/icons-material/Circle";
import ScheduleIcon from "@mui/icons-material/Schedule";
import SquareIcon from "@mui/icons-material/Square";
import { Chip } from "@mui/material";
import { useRecordContext } from "react-admin";
import type { Question } from "./question";

// Told apart by word and shape, not by colour.
const STATUS = {
  scheduled: { label: "Scheduled", icon: <ScheduleIcon /> },
  open: { label: "Open", icon: <CircleIcon /> },
  closed: { label: "Closed", icon: <SquareIcon /> },
} as const;

export const Status = () => {
  const question = useRecordContext<Question>();
  return question && <Chip variant="outlined" size="small" {...STATUS[question.status]} />;
};
