import type { Choice } from "../net/api";

type Props = {
  type: "radio" | "checkbox";
  choice: Choice;
  checked: boolean;
  disabled: boolean;
  "aria-disabled": boolean;
  onClick: (event: Event) => void;
  onChange: () => void;
};

export function ChoiceRow({ choice, ...input }: Props) {
  return (
    <label className="row choice">
      <span className="text" dir="auto">
        {choice.choice_text}
      </span>
      <input name="choice" value={choice.id} {...input} />
    </label>
  );
}
