import { QuestionCreate } from "./form/QuestionCreate";
import { QuestionEdit } from "./form/QuestionEdit";
import { QuestionShow } from "./page/QuestionShow";
import { QuestionList } from "./QuestionList";

export default {
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  recordRepresentation: "question_text",
};
