import PollIcon from "@mui/icons-material/HowToVoteOutlined";
import { QuestionCreate } from "./QuestionCreate";
import { QuestionEdit } from "./QuestionEdit";
import { QuestionList } from "./QuestionList";
import { QuestionShow } from "./QuestionShow";

export default {
  icon: PollIcon,
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  recordRepresentation: "question_text",
};
