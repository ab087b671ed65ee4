import AddIcon from "@mui/icons-material/Add";
import { Button } from "@mui/material";
import {
  ArrayInput,
  maxLength,
  required,
  SimpleFormIterator,
  TextInput,
  useSimpleFormIterator,
  useTranslate,
} from "react-admin";

/** The choices in the order of the ballot paper. Existing choices keep their `id` when they are moved. */
export const ChoicesInput = () => (
  <ArrayInput source="choices" helperText={false}>
    <SimpleFormIterator inline fullWidth disableClear addButton={<AddChoice />}>
      <TextInput source="choice_text" validate={[required(), maxLength(200)]} helperText={false} />
    </SimpleFormIterator>
  </ArrayInput>
);

const AddChoice = () => {
  const { add } = useSimpleFormIterator();
  const translate = useTranslate();
  return (
    <Button startIcon={<AddIcon />} onClick={() => add()}>
      {translate("resources.questions.add_choice")}
    </Button>
  );
};
