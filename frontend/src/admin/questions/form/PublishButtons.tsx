import { Button } from "@mui/material";
import { useFormIsDirty, useRecordFromLocation, useTranslate } from "react-admin";
import { useFormState } from "react-hook-form";
import { SaveButtons } from "../../editing/SaveButtons";
import { useSaveAnd } from "../../editing/useSaveAnd";
import { toPayload } from "../question";

/** The buttons of a new poll. The first one publishes it. */
export const PublishButtons = () => {
  const isDirty = useFormIsDirty();
  const filledIn = useRecordFromLocation() != null;
  return (
    <>
      <SaveButtons label="resources.questions.form.publish" />
      <DraftButton
        draft
        disabled={!isDirty && !filledIn}
        label="resources.questions.form.save_draft"
      />
    </>
  );
};

/** The buttons of a draft. The second one also publishes it. */
export const DraftButtons = () => (
  <>
    <SaveButtons />
    <DraftButton draft={false} label="resources.questions.form.publish" />
  </>
);

interface DraftButtonProps {
  draft: boolean;
  label: string;
  disabled?: boolean;
}

const DraftButton = ({ draft, label, disabled }: DraftButtonProps) => {
  const translate = useTranslate();
  const saveAnd = useSaveAnd();
  const { isSubmitting } = useFormState();
  const save = saveAnd(undefined, (form, options) => toPayload({ ...form, draft }, options));
  return (
    <Button variant="outlined" disabled={disabled || isSubmitting} onClick={() => save()}>
      {translate(label)}
    </Button>
  );
};
