import { Edit, SimpleForm } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { QuestionInputs } from "./QuestionInputs";
import { toPayload } from "./question";

export const QuestionEdit = () => (
  <Edit
    title={<ScreenTitle text="Edit poll" />}
    actions={false}
    transform={toPayload}
    mutationMode="pessimistic"
    redirect="show"
  >
    <SimpleForm toolbar={<FormToolbar />} warnWhenUnsavedChanges>
      <QuestionInputs />
    </SimpleForm>
  </Edit>
);
