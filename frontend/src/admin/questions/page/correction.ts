import { HttpError } from "react-admin";
import { translate } from "../../i18nProvider";
import type { Question } from "../question";

const QUESTION = "question_text";

/** The texts that can be corrected. The key of a choice is its id. */
export const textsOf = ({ question_text, choices }: Question) => [
  {
    key: QUESTION,
    label: translate("resources.questions.fields.question_text"),
    before: question_text,
  },
  ...choices.map(({ id, choice_text }, index) => ({
    key: String(id),
    label: translate("resources.questions.form.choice", { number: index + 1 }),
    before: choice_text,
  })),
];

interface Correction {
  question_text?: string;
  choices?: { id: number; choice_text: string }[];
}

/** The body of a correction, which has only the texts that `edits` change, and their number. */
export function correctionOf(question: Question, edits: Record<string, string>) {
  const changes = textsOf(question).flatMap(({ key, before }) => {
    const after = edits[key]?.trim();
    return after === undefined || after === before ? [] : [{ key, after }];
  });
  const choices = changes
    .filter(({ key }) => key !== QUESTION)
    .map(({ key, after }) => ({ id: Number(key), choice_text: after }));
  const text = changes.find(({ key }) => key === QUESTION);
  const body: Correction = {
    ...(text && { question_text: text.after }),
    ...(choices.length > 0 && { choices }),
  };
  return { body, changed: changes.length };
}

/** The errors of a refused correction, by the keys of its texts. */
export function errorsOf(body: Correction, error: Error | null) {
  if (!(error instanceof HttpError)) return {};
  const { question_text, choices } = error.body?.errors ?? {};
  const entries = Object.entries<{ choice_text?: string }>(choices ?? {}).map(([index, errors]) => [
    body.choices?.[Number(index)]?.id,
    errors.choice_text,
  ]);
  return Object.fromEntries([...(question_text ? [[QUESTION, question_text]] : []), ...entries]);
}
