import { Create, SimpleForm } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { QuestionInputs } from "./QuestionInputs";
import { newQuestion, toPayload } from "./question";

export const QuestionCreate = () => (
  <Create
    title={<ScreenTitle text="resources.questions.create" />}
    transform={toPayload}
    redirect="show"
  >
    <SimpleForm defaultValues={newQuestion} toolbar={<FormToolbar />} warnWhenUnsavedChanges>
      <QuestionInputs />
    </SimpleForm>
  </Create>
);
