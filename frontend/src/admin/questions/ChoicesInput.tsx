import AddIcon from "@mui/icons-material/Add";
import { Button } from "@mui/material";
import {
  ArrayInput,
  maxLength,
  required,
  SimpleFormIterator,
  TextInput,
  useSimpleFormIterator,
} from "react-admin";

/** The choices in their order on the ballot. A choice that exists keeps its `id` through every move. */
export const ChoicesInput = () => (
  <ArrayInput source="choices" helperText={false}>
    <SimpleFormIterator inline fullWidth disableClear addButton={<AddChoice />}>
      <TextInput
        source="choice_text"
        label="Choice"
        validate={[required(), maxLength(200)]}
        helperText={false}
      />
    </SimpleFormIterator>
  </ArrayInput>
);

const AddChoice = () => {
  const { add } = useSimpleFormIterator();
  return (
    <Button startIcon={<AddIcon />} onClick={() => add()}>
      Add a choice
    </Button>
  );
};
