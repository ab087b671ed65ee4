import { CreateScreen } from "../../editing/CreateScreen";
import { FormToolbar } from "../../layout/FormToolbar";
import { newQuestion, toPayload } from "../question";
import { PublishButtons } from "./PublishButtons";
import { QuestionInputs } from "./QuestionInputs";

export const QuestionCreate = () => (
  <CreateScreen
    title="resources.questions.create"
    transform={toPayload}
    redirect="show"
    defaultValues={newQuestion}
    toolbar={<FormToolbar save={<PublishButtons />} />}
  >
    <QuestionInputs />
  </CreateScreen>
);
