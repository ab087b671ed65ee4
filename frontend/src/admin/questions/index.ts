import PollIcon from "@mui/icons-material/HowToVoteOutlined";
import { QuestionCreate } from "./form/QuestionCreate";
import { QuestionEdit } from "./form/QuestionEdit";
import { QuestionShow } from "./page/QuestionShow";
import { QuestionList } from "./QuestionList";
import { wording } from "./question";

export default {
  icon: PollIcon,
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  options: { wording },
  recordRepresentation: "question_text",
};
