import { defaultExporter, type Exporter } from "react-admin";
import { type Question, votingOf } from "./question";

/** A poll as a line of a table, with its choices and their votes in one column. */
const toRow = (question: Question) => ({
  id: question.id,
  question: question.question_text,
  status: question.status,
  opens: question.pub_date,
  closes: question.closes_at,
  voting: votingOf(question),
  ballots: question.ballots,
  votes: question.choices.map(({ choice_text, votes }) => `${choice_text}: ${votes}`).join("; "),
});

export const exporter: Exporter<Question> = (questions, ...context) =>
  defaultExporter(questions.map(toRow), ...context);
