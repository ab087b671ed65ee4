import {
  BulkDeleteWithConfirmButton,
  CanAccess,
  DeleteWithConfirmButton,
  useGetMany,
  useListContext,
  useTranslate,
} from "react-admin";
import type { Question } from "./question";

export const DeleteQuestionButton = ({ question }: { question: Question }) => (
  <CanAccess action="delete">
    <DeleteWithConfirmButton
      confirmTitle="resources.questions.message.delete_title"
      confirmContent="resources.questions.message.delete_content"
      confirmColor="warning"
      variant="outlined"
      translateOptions={{ question: question.question_text, smart_count: question.ballots }}
    />
  </CanAccess>
);

export const BulkDeleteQuestionsButton = () => {
  const { selectedIds } = useListContext<Question>();
  const translate = useTranslate();
  // Fetched, because the selection may include polls of other pages.
  const { data: questions = [] } = useGetMany<Question>("questions", { ids: selectedIds });
  const smart_count = questions.reduce((sum, question) => sum + question.ballots, 0);
  const ballots = translate("resources.questions.message.ballots", { smart_count });
  return (
    <BulkDeleteWithConfirmButton
      confirmTitle="resources.questions.message.bulk_delete_title"
      confirmColor="warning"
      confirmContent={translate("resources.questions.message.bulk_delete_content", {
        smart_count: selectedIds.length,
        ballots,
      })}
    />
  );
};
