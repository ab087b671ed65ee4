import PollIcon from "@mui/icons-material/HowToVoteOutlined";
import { QuestionCreate } from "./form/QuestionCreate";
import { QuestionEdit } from "./form/QuestionEdit";
import { QuestionShow } from "./page/QuestionShow";
import { NOT_ARCHIVED, QuestionList } from "./QuestionList";
import { wording } from "./question";

export default {
  icon: PollIcon,
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  options: { wording, references: { roll_id: "rolls" }, defaultFilter: NOT_ARCHIVED },
  recordRepresentation: "question_text",
};
