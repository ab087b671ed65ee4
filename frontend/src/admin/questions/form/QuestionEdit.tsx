import { useRecordContext } from "react-admin";
import { EditForm } from "../../editing/EditForm";
import { EditScreen } from "../../editing/EditScreen";
import { FormToolbar } from "../../layout/FormToolbar";
import { fixedFields, type Question, toPayload, wording } from "../question";
import { DraftButtons } from "./PublishButtons";
import { QuestionInputs } from "./QuestionInputs";

export const QuestionEdit = () => (
  <EditScreen title="resources.questions.edit" transform={toPayload} redirect="show">
    <EditForm<Question> wording={wording} fixed={fixedFields} toolbar={<Toolbar />}>
      <QuestionInputs />
    </EditForm>
  </EditScreen>
);

const Toolbar = () => {
  const question = useRecordContext<Question>();
  return question?.draft ? <FormToolbar save={<DraftButtons />} /> : <FormToolbar />;
};
