import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormToolbar } from "../layout/FormToolbar";
import { QuestionInputs } from "./QuestionInputs";
import { fixedFields, type Question, toPayload, wording } from "./question";

export const QuestionEdit = () => (
  <EditScreen title="resources.questions.edit" transform={toPayload} redirect="show">
    <EditForm<Question> wording={wording} fixed={fixedFields} toolbar={<FormToolbar />}>
      <QuestionInputs />
    </EditForm>
  </EditScreen>
);
