import { useSortable } from "@dnd-kit/sortable";
import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import RemoveIcon from "@mui/icons-material/Close";
import DragIcon from "@mui/icons-material/DragIndicator";
import { Box, IconButton } from "@mui/material";
import { type ClipboardEvent, type KeyboardEvent, memo, type ReactElement } from "react";
import { maxLength, required, TextInput, useTranslate, type Validator } from "react-admin";
import { type ChoiceInForm, linesOf, withoutEmptyEnd } from "./choiceLines";
import type { ChoiceEdits } from "./useChoiceEdits";

interface ChoiceRowProps extends ChoiceEdits {
  id: string;
  index: number;
  isLast: boolean;
  duplicateOf: number | undefined;
}

/** One choice: a handle to drag it, its text, and buttons. Memoized, since a poll can have a hundred. */
export const ChoiceRow = memo(({ id, index, isLast, duplicateOf, ...edits }: ChoiceRowProps) => {
  const translate = useTranslate();
  const { setNodeRef, transform, transition, isDragging, ...sortable } = useSortable({ id });
  const say = (key: string, number = index + 1) =>
    translate(`resources.questions.form.${key}`, { number });

  const addNext = (event: KeyboardEvent) => {
    // While a word is composed, as in Japanese, Enter ends the word.
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    edits.add(index);
  };
  const pasteMany = (event: ClipboardEvent) => {
    const lines = linesOf(event.clipboardData.getData("text/plain"));
    if (lines.length < 2) return;
    event.preventDefault();
    edits.paste(index, lines);
  };

  return (
    <Box
      component="li"
      ref={setNodeRef}
      sx={row}
      style={{
        translate: transform ? `0 ${transform.y}px` : undefined,
        transition,
        zIndex: isDragging ? 1 : undefined,
      }}
    >
      <IconButton
        {...sortable.attributes}
        {...sortable.listeners}
        ref={sortable.setActivatorNodeRef}
        aria-label={say("drag.handle")}
        size="small"
        sx={handle}
      >
        <DragIcon fontSize="small" />
      </IconButton>
      <TextInput
        source="choice_text"
        label={say("choice")}
        validate={validate}
        helperText={duplicateOf === undefined ? false : say("duplicate", duplicateOf + 1)}
        sx={duplicateOf === undefined ? undefined : duplicate}
        autoComplete="off"
        onKeyDown={addNext}
        onPaste={pasteMany}
      />
      <Box sx={order}>
        <RowButton
          label={say("move_up")}
          icon={<UpIcon fontSize="inherit" />}
          disabled={index === 0}
          onClick={() => edits.move(index, index - 1)}
        />
        <RowButton
          label={say("move_down")}
          icon={<DownIcon fontSize="inherit" />}
          disabled={isLast}
          onClick={() => edits.move(index, index + 1)}
        />
      </Box>
      <RowButton
        label={say("remove")}
        icon={<RemoveIcon fontSize="small" />}
        onClick={() => edits.remove(index)}
      />
    </Box>
  );
});

interface RowButtonProps {
  label: string;
  icon: ReactElement;
  disabled?: boolean;
  onClick: () => void;
}

const RowButton = ({ label, icon, ...button }: RowButtonProps) => (
  <IconButton aria-label={label} title={label} size="small" {...button}>
    {icon}
  </IconButton>
);

const isRequired = required();

/** A text is required, but for the empty choices at the end: Enter adds them, and a save leaves them out. */
const hasText: Validator = (value, values: { choices: ChoiceInForm[] }, { finalSource }) => {
  const index = Number(finalSource.split(".").at(-2));
  const isAtEnd = index >= Math.max(2, withoutEmptyEnd(values.choices).length);
  return isAtEnd ? undefined : isRequired(value, values);
};

const validate = [Object.assign(hasText, { isRequired: true }), maxLength(200)];

const row = {
  position: "relative",
  display: "flex",
  alignItems: "flex-start",
  columnGap: { xs: 0.25, sm: 0.5 },
  background: "var(--sheet)",
  "& > .MuiIconButton-root": { mt: "0.6875rem" },
};

// Without `touch-action`, a touch would scroll the page instead.
const handle = { touchAction: "none", cursor: "grab", ml: -1, color: "var(--ink-soft)" };

// On a phone one above the other, each 24 px high.
const order = {
  display: "flex",
  flexDirection: { xs: "column", sm: "row" },
  mt: { xs: "0.25rem", sm: "0.6875rem" },
  fontSize: "1.125rem",
  "& .MuiIconButton-root": { p: { xs: "0.1875rem", sm: "0.3125rem" }, fontSize: "inherit" },
};

const duplicate = { "& .MuiFormHelperText-root": { color: "var(--error)" } };
