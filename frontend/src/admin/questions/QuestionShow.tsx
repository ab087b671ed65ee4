import { EditButton, Show, TopToolbar } from "react-admin";
import { ScreenTitle } from "../layout/ScreenTitle";
import { DeleteQuestion } from "./DeleteQuestion";
import { PollLink } from "./PollLink";
import type { Question } from "./question";
import { Votes } from "./Votes";

const actions = (
  <TopToolbar>
    <EditButton />
    <DeleteQuestion />
  </TopToolbar>
);

const queryOptions = { refetchInterval: 2000, onError: undefined };

export const QuestionShow = () => (
  <Show
    title={<ScreenTitle<Question> text={(question) => question.question_text} />}
    actions={actions}
    queryOptions={queryOptions}
  >
    <Votes />
    <PollLink />
  </Show>
);
