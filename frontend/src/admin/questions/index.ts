import { QuestionCreate } from "./QuestionCreate";
import { QuestionEdit } from "./QuestionEdit";
import { QuestionList } from "./QuestionList";
import { QuestionShow } from "./QuestionShow";
import { wording } from "./question";

export default {
  list: QuestionList,
  create: QuestionCreate,
  edit: QuestionEdit,
  show: QuestionShow,
  options: { wording },
  recordRepresentation: "question_text",
};
