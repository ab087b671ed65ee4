import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormToolbar } from "../layout/FormToolbar";
import { QuestionInputs } from "./QuestionInputs";
import { type Question, toPayload, votedOn, wording } from "./question";

export const QuestionEdit = () => (
  <EditScreen title="Edit poll" transform={toPayload} redirect="show">
    <EditForm<Question> wording={wording} fixed={votedOn} toolbar={<FormToolbar />}>
      <QuestionInputs />
    </EditForm>
  </EditScreen>
);
