/** Most choices of a poll. The API has the same limit. */
export const MAX_CHOICES = 100;

export type ChoiceInForm = { id?: number; choice_text: string | null };

export const isEmpty = ({ choice_text }: ChoiceInForm) => !choice_text?.trim();

/** The lines of a pasted text that are not empty. */
export const linesOf = (text: string) =>
  text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/**
 * The choices after `lines` were pasted into the one at `index`, and the number of lines for which there was no room.
 * A choice with a text keeps it, and the lines follow. Choices after it that are empty make room.
 */
export function pasteLines(choices: ChoiceInForm[], index: number, lines: string[]) {
  const target = choices[index];
  const before = choices.slice(0, target && isEmpty(target) ? index : index + 1);
  const after = choices.slice(index + 1).filter((choice) => !isEmpty(choice));
  const room = Math.max(0, MAX_CHOICES - before.length - after.length);
  const pasted = lines.slice(0, room).map((choice_text) => ({ choice_text }));
  // An empty choice that was stored before keeps its id.
  if (pasted[0] && target && isEmpty(target)) pasted[0] = { ...target, ...pasted[0] };
  return {
    choices: [...before, ...pasted, ...after],
    last: before.length + pasted.length - 1,
    leftOut: lines.length - pasted.length,
  };
}

/**
 * For each choice, the index of an earlier one with the same text, if there is any. Only the API knows every text
 * that it takes for the same.
 */
export function duplicatesOf(choices: ChoiceInForm[]): (number | undefined)[] {
  const seen = new Map<string, number>();
  return choices.map((choice, index) => {
    const text = (choice.choice_text ?? "").normalize("NFC").replace(/\s+/gu, " ").trim();
    const first = seen.get(text);
    if (text && first === undefined) seen.set(text, index);
    return text ? first : undefined;
  });
}

/** `choices` without the empty ones at the end, which Enter leaves behind. */
export const withoutEmptyEnd = <Choice extends ChoiceInForm>(choices: Choice[]) =>
  choices.slice(0, choices.findLastIndex((choice) => !isEmpty(choice)) + 1);
