import { useState } from "react";
import { useArrayInput, useEvent, useNotify, useTranslate } from "react-admin";
import { useFormContext } from "react-hook-form";
import { type ChoiceInForm, isEmpty, MAX_CHOICES, pasteLines } from "./choiceLines";

/** Edits of the list of choices in the form. The functions keep their identity, so that memoized rows do not render. */
export interface ChoiceEdits {
  /** Go to the empty choice after the one at `index`, or the end, or add it. */
  add: (index?: number) => void;
  remove: (index: number) => void;
  move: (from: number, to: number) => void;
  paste: (index: number, lines: string[]) => void;
}

/** The rows of the choices, and their edits. `spoken` is what a screen reader should say about the last one. */
export function useChoiceEdits() {
  const { fields, append, insert, move, remove, replace } = useArrayInput();
  const { getValues, setFocus } = useFormContext();
  const [spoken, setSpoken] = useState("");
  const translate = useTranslate();
  const notify = useNotify();

  const read = (): ChoiceInForm[] => getValues("choices") ?? [];
  const nameOf = (index: number) => `choices.${index}.choice_text`;
  const say = (key: string, values: object) =>
    setSpoken(translate(`resources.questions.form.${key}`, values));
  // The row is rendered first.
  const focusLater = (index: number) => setTimeout(() => setFocus(nameOf(index)));

  const edits: ChoiceEdits = {
    add: useEvent((index = fields.length - 1) => {
      const choices = read();
      const next = choices[index + 1];
      if (next && isEmpty(next)) return setFocus(nameOf(index + 1));
      if (choices.length >= MAX_CHOICES) return say("limit", { limit: MAX_CHOICES });
      const focus = { shouldFocus: true, focusName: nameOf(index + 1) };
      if (next) insert(index + 1, { choice_text: "" }, focus);
      else append({ choice_text: "" }, focus);
    }),
    remove: useEvent((index: number) => {
      remove(index);
      say("removed", { number: index + 1 });
      if (fields.length > 1) focusLater(Math.min(index, fields.length - 2));
    }),
    move: useEvent((from: number, to: number) => {
      move(from, to);
      say("moved", { number: from + 1, to: to + 1 });
    }),
    paste: useEvent((index: number, lines: string[]) => {
      const { choices, last, leftOut } = pasteLines(read(), index, lines);
      replace(choices);
      focusLater(last);
      say("pasted", { smart_count: lines.length - leftOut });
      const left = { smart_count: leftOut, limit: MAX_CHOICES };
      if (leftOut)
        notify("resources.questions.form.left_out", { type: "warning", messageArgs: left });
    }),
  };
  return { fields, spoken, ...edits };
}
