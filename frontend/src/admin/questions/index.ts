import { QuestionCreate } from "./form/QuestionCreate";
import { QuestionEdit } from "./form/QuestionEdit";
import { QuestionList } from "./QuestionList";
import { QuestionShow } from "./page/QuestionShow";

export default {
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  recordRepresentation: "question_text",
};
